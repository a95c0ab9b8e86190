package com.lunogram.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Reads the body of an answer, but no more of it than is asked for. It is handed over
 * before the body is there, so that who asked can give up waiting.
 */
final class BoundedBody implements BodySubscriber<BoundedBody> {

	private final int max;

	private final CompletableFuture<byte[]> body = new CompletableFuture<>();

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);

	private volatile @Nullable Subscription subscription;

	private BoundedBody(int max) {
		this.max = max;
	}

	/**
	 * Chooses how to read an answer: where nothing is to come, nothing need be waited
	 * for.
	 * @param max how many bytes to read at most
	 */
	static BodyHandler<BoundedBody> atMost(int max) {
		return (answer) -> {
			BoundedBody body = new BoundedBody(max);
			if (answer.headers().firstValueAsLong(HttpHeaders.CONTENT_LENGTH).orElse(-1) == 0) {
				body.onComplete();
				return BodySubscribers.replacing(body);
			}
			return body;
		};
	}

	/**
	 * The whole body.
	 * @param nanos how long to wait for it at most
	 * @throws TimeoutException if it is not there by then
	 * @throws IOException if it broke off
	 */
	byte[] await(long nanos) throws IOException, InterruptedException, TimeoutException {
		try {
			return this.body.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException failure) ? failure
					: new IOException(String.valueOf(ex.getCause()), ex.getCause());
		}
		finally {
			Subscription open = this.subscription;
			if (open != null && !this.body.isDone()) {
				open.cancel();
			}
		}
	}

	@Override
	public CompletionStage<BoundedBody> getBody() {
		return CompletableFuture.completedStage(this);
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			byte[] read = new byte[Math.min(buffer.remaining(), this.max - this.bytes.size())];
			buffer.get(read);
			this.bytes.writeBytes(read);
		}
		Subscription open = this.subscription;
		if (this.bytes.size() == this.max && open != null) {
			open.cancel();
			onComplete();
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.body.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		this.body.complete(this.bytes.toByteArray());
	}

}
