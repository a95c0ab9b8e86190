package com.lunogram.benchmark;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.Okio;

/**
 * Answers the requests of OkHttp itself, with 200 at once. Bodies are written, as they
 * would be, but to nowhere.
 */
final class SwallowingInterceptor implements Interceptor {

	private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

	private volatile long latest = System.nanoTime();

	/** Waits until nothing has come for a while. */
	void awaitQuiet() {
		long wait = QUIET_NANOS;
		while (wait > 0) {
			StandIn.pause(TimeUnit.NANOSECONDS.toMillis(wait) + 1);
			wait = this.latest + QUIET_NANOS - System.nanoTime();
		}
	}

	@Override
	public Response intercept(Chain chain) throws IOException {
		this.latest = System.nanoTime();
		Request request = chain.request();
		if (request.body() != null) {
			try (BufferedSink nowhere = Okio.buffer(Okio.blackhole())) {
				request.body().writeTo(nowhere);
			}
		}
		return new Response.Builder().request(request)
			.protocol(Protocol.HTTP_1_1)
			.code(200)
			.message("OK")
			.body(ResponseBody.create("{}", MediaType.get("application/json")))
			.build();
	}

}
