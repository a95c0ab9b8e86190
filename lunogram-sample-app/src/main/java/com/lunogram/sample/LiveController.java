package com.lunogram.sample;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import com.lunogram.sample.Arrivals.News;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages what is new, as server-sent events. The id of such an event says how
 * far a page is, so that one which was cut off misses nothing.
 */
@RestController
class LiveController {

	private static final Logger logger = LoggerFactory.getLogger(LiveController.class);

	/** Without news, a page hears of the shop this often: every ten seconds. */
	private static final int SILENT_ROUNDS = 40;

	/** Numbers begin anew with each run. */
	private final String run = Long.toString(Instant.now().toEpochMilli(), Character.MAX_RADIX);

	private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

	private final Arrivals arrivals;

	private final DeliveryMonitor delivery;

	private volatile boolean closed;

	LiveController(Arrivals arrivals, DeliveryMonitor delivery) {
		this.arrivals = arrivals;
		this.delivery = delivery;
	}

	/** The id of a page that knows all up to this number. */
	String id(long number) {
		return this.run + ":" + number;
	}

	private long number(@Nullable String id) {
		String ours = this.run + ":";
		try {
			return (id != null && id.startsWith(ours)) ? Long.parseLong(id.substring(ours.length())) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	@GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter subscribe(@RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last,
			@RequestParam(required = false) @Nullable String after) {
		SseEmitter emitter = new SseEmitter(0L);
		Subscriber subscriber = new Subscriber(emitter, number((last != null) ? last : after));
		emitter.onCompletion(() -> this.subscribers.remove(subscriber));
		this.subscribers.add(subscriber);
		if (this.closed) {
			emitter.complete();
		}
		return emitter;
	}

	@Scheduled(fixedDelay = 250)
	void tellNews() {
		if (this.subscribers.isEmpty()) {
			return;
		}
		DeliveryNumbers numbers = this.delivery.now();
		this.subscribers
			.removeAll(this.subscribers.stream().filter((subscriber) -> !subscriber.hears(numbers)).toList());
	}

	/** The web server would otherwise wait for open pages before it stops. */
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.closed = true;
		this.subscribers.forEach((subscriber) -> subscriber.emitter.complete());
	}

	/**
	 * What an event tells.
	 *
	 * @param numbers how delivery is doing
	 * @param writes what has arrived, the oldest first
	 */
	record LiveNews(DeliveryNumbers numbers, List<ArrivedWrite> writes) {
	}

	/**
	 * An open page.
	 */
	private final class Subscriber {

		private final SseEmitter emitter;

		private long known;

		private @Nullable DeliveryNumbers knownNumbers;

		private int silentRounds;

		private Subscriber(SseEmitter emitter, long known) {
			this.emitter = emitter;
			this.known = known;
		}

		/** Tells it the news; {@code false} if it is gone. */
		private boolean hears(DeliveryNumbers numbers) {
			try {
				tell(numbers);
				return true;
			}
			catch (IOException | IllegalStateException ex) {
				logger.debug("A page is gone", ex);
				return false;
			}
		}

		private void tell(DeliveryNumbers numbers) throws IOException {
			News news = LiveController.this.arrivals.after(this.known);
			if (news.writes().isEmpty() && Objects.equals(numbers, this.knownNumbers)
					&& this.silentRounds++ < SILENT_ROUNDS) {
				return;
			}
			this.emitter.send(SseEmitter.event()
				.id(id(news.newest()))
				.data(new LiveNews(numbers, news.writes()), MediaType.APPLICATION_JSON));
			this.known = news.newest();
			this.knownNumbers = numbers;
			this.silentRounds = 0;
		}

	}

}
