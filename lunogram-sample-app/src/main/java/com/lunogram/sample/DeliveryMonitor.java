package com.lunogram.sample;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.DeliveryStatus;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.OutboxStore;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.sample.DeliveryNumbers.MirrorNumbers;
import com.lunogram.spring.boot.actuate.DeliveryDescriptor;
import com.lunogram.spring.boot.actuate.LunogramEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Tells how delivery is doing.
 */
@Component
class DeliveryMonitor {

	private static final Set<State> TROUBLE = EnumSet.of(State.RATE_LIMITED, State.RETRYING, State.BLOCKED);

	/** What is not set aside but gone. */
	private static final Set<Reason> LOST = EnumSet.of(Reason.QUEUE_FULL, Reason.CLOSED, Reason.SHUTDOWN);

	private final LunogramPublisher publisher;

	private final @Nullable OutboxStore outbox;

	private final @Nullable LunogramEndpoint endpoint;

	private final LunogramTarget target;

	DeliveryMonitor(LunogramPublisher publisher, ObjectProvider<OutboxStore> outbox,
			ObjectProvider<LunogramEndpoint> endpoint, LunogramTarget target) {
		this.publisher = publisher;
		this.outbox = outbox.getIfAvailable();
		this.endpoint = endpoint.getIfAvailable();
		this.target = target;
	}

	DeliveryNumbers now() {
		return new DeliveryNumbers(lunogram(), mirror(),
				(this.target.standIn() != null) ? this.target.behaviour() : null);
	}

	private SideNumbers lunogram() {
		DeliveryControl control = this.publisher.control();
		if (control == null) {
			return new SideNumbers("None", "Nothing is delivered in the background.", false, null, 0, 0, 0, 0, 0);
		}
		DeliveryStatus status = control.status();
		boolean trouble = TROUBLE.contains(status.state());
		// The status counts the outbox but every few seconds.
		long waiting = (this.outbox != null) ? this.outbox.count() : status.queued();
		long deadLetters = (this.outbox != null) ? this.outbox.countDeadLetters() : status.deadLetters();
		return new SideNumbers(label(status.state()), explanation(status.state(), "Lunogram", "the outbox"), trouble,
				trouble ? status.lastError() : null, waiting, (waiting > 0) ? status.oldestAge().toSeconds() : 0,
				status.delivered(), status.retries(), deadLetters);
	}

	/** The mirror shows in the endpoint only, which the shop exposes. */
	private @Nullable MirrorNumbers mirror() {
		DeliveryDescriptor.Mirror mirror = (this.endpoint != null) ? this.endpoint.delivery().mirror() : null;
		if (mirror == null) {
			return null;
		}
		boolean trouble = TROUBLE.contains(mirror.state());
		DeliveryDescriptor.Failure failure = mirror.lastFailure();
		SideNumbers side = new SideNumbers(label(mirror.state()), explanation(mirror.state(), "Customer.io", "memory"),
				trouble, (trouble && failure != null) ? failure.error() : null, mirror.queue().count(),
				mirror.queue().oldestAge().toSeconds(), mirror.totals().delivered(), mirror.totals().retries(),
				mirror.deadLetters());
		Map<String, Long> leftOut = new TreeMap<>();
		mirror.skipped().forEach((reason, count) -> leftOut.put(reason.name(), count));
		LOST.forEach((reason) -> leftOut.put(reason.name(), mirror.totals().undelivered().getOrDefault(reason, 0L)));
		return new MirrorNumbers(side, leftOut.values().stream().mapToLong(Long::longValue).sum(), inWords(leftOut));
	}

	private static String inWords(Map<String, Long> counts) {
		return counts.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() > 0)
			.map((entry) -> entry.getKey().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + entry.getValue())
			.collect(Collectors.joining(", "));
	}

	private static String label(State state) {
		return switch (state) {
			case RUNNING -> "Running";
			case STANDBY -> "Standing by";
			case PAUSED -> "Paused";
			case RATE_LIMITED -> "Rate limited";
			case RETRYING -> "Trying again";
			case BLOCKED -> "Blocked";
			case CLOSED -> "Closed";
		};
	}

	private static String explanation(State state, String side, String queue) {
		return switch (state) {
			case RUNNING -> "What the shop does reaches " + side + ".";
			case STANDBY -> "Another instance delivers, or this one is about to.";
			case PAUSED -> "Delivery was told to pause. Everything waits in " + queue + ".";
			case RATE_LIMITED -> side + " takes no more at the moment. Everything waits in " + queue + ".";
			case RETRYING -> side + " is away or fails. Everything waits in " + queue + ".";
			case BLOCKED -> "The API key or the address is wrong. Everything waits in " + queue + ".";
			case CLOSED -> "The shop is stopping. What waits in the outbox goes out after the next start.";
		};
	}

}
