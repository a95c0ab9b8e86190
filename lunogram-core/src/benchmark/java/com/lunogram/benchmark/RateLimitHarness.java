package com.lunogram.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.Overflow;
import com.lunogram.http.JsonCodec;
import com.lunogram.http.RequestWriter;
import com.lunogram.model.UserEvent;

/**
 * Events a minute through a server that takes 600 requests a minute, with all settings as
 * they come: beside one request an event, which is what Lunogram's SDKs for Go and
 * JavaScript give their users.
 */
final class RateLimitHarness {

	private static final int LIMIT = 600;

	private static final int TOO_MANY_REQUESTS = 429;

	private RateLimitHarness() {
	}

	/**
	 * Measures both at the same time.
	 * @param args seconds to let what was saved up run out, seconds to measure
	 */
	public static void main(String[] args) {
		Duration lead = Duration.ofSeconds(Long.parseLong(args[0]));
		Duration time = Duration.ofSeconds(Long.parseLong(args[1]));
		try (StandInHandle ours = limited(); StandInHandle single = limited()) {
			daemon(() -> publish(ours.address()));
			daemon(() -> post(single.address()));
			StandIn.pause(lead.toMillis());
			StandInHandle.Report before = ours.report();
			StandIn.pause(time.toMillis());
			StandInHandle.Report after = ours.report();
			double minutes = time.toMillis() / 60_000.0;
			double allMinutes = minutes + lead.toMillis() / 60_000.0;
			Results.add("600 requests/min", Senders.LUNOGRAM, "events/min", (after.taken() - before.taken()) / minutes);
			Results.add("600 requests/min", Senders.LUNOGRAM, "429/min", after.refused() / allMinutes);
			// The window of the limit is a minute: over less, only its edges would count.
			Results.add("600 requests/min", "one an event", "events/min",
					(allMinutes < 1) ? LIMIT : single.report().taken() / Math.floor(allMinutes));
		}
		System.exit(0);
	}

	private static StandInHandle limited() {
		StandInHandle standIn = StandInHandle.start();
		standIn.reset(false);
		standIn.limit(LIMIT, Duration.ofMinutes(1));
		return standIn;
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
	}

	private static UserEvent event(long number) {
		return UserEvent.builder(SampleEvent.NAME)
			.user(SampleEvent.userId(number))
			.data(SampleEvent.data(number))
			.build();
	}

	private static void publish(URI address) {
		LunogramClient client = LunogramClient.builder().apiKey("sk_benchmark").baseUrl(address.toString()).build();
		LunogramPublisher publisher = LunogramPublisher.memory(client)
			.overflow(Overflow.BLOCK)
			.blockTimeout(Duration.ofMinutes(1))
			.build();
		for (long number = 0;; number++) {
			publisher.publish(event(number));
		}
	}

	private static void post(URI address) {
		RequestWriter writer = new RequestWriter(new JsonCodec());
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		URI uri = address.resolve("/api/client/users/events");
		for (long number = 0;; number++) {
			byte[] body = JsonCodec.array(List.of(writer.write(event(number))));
			HttpRequest request = HttpRequest.newBuilder(uri)
				.POST(HttpRequest.BodyPublishers.ofByteArray(body))
				.build();
			while (isLimited(client, request)) {
				// Until it is taken.
			}
		}
	}

	private static boolean isLimited(HttpClient client, HttpRequest request) {
		try {
			HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
			if (answer.statusCode() != TOO_MANY_REQUESTS) {
				return false;
			}
			StandIn.pause(Duration.ofSeconds(answer.headers().firstValueAsLong("Retry-After").orElse(1)).toMillis());
			return true;
		}
		catch (IOException ex) {
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
