package com.lunogram.sample;

import java.util.EnumSet;
import java.util.Set;

import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.DeliveryStatus;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.OutboxStore;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Tells how delivery is doing.
 */
@Component
class DeliveryMonitor {

	private static final Set<State> TROUBLE = EnumSet.of(State.RATE_LIMITED, State.RETRYING, State.BLOCKED);

	private final LunogramPublisher publisher;

	private final @Nullable OutboxStore outbox;

	private final LunogramTarget target;

	DeliveryMonitor(LunogramPublisher publisher, ObjectProvider<OutboxStore> outbox, LunogramTarget target) {
		this.publisher = publisher;
		this.outbox = outbox.getIfAvailable();
		this.target = target;
	}

	DeliveryNumbers now() {
		StandInBehaviour behaviour = (this.target.standIn() != null) ? this.target.behaviour() : null;
		DeliveryControl control = this.publisher.control();
		if (control == null) {
			return new DeliveryNumbers("None", "Nothing is delivered in the background.", false, null, 0, 0, 0, 0, 0,
					behaviour);
		}
		DeliveryStatus status = control.status();
		boolean trouble = TROUBLE.contains(status.state());
		// The status counts the outbox but every few seconds.
		long waiting = (this.outbox != null) ? this.outbox.count() : status.queued();
		long deadLetters = (this.outbox != null) ? this.outbox.countDeadLetters() : status.deadLetters();
		return new DeliveryNumbers(label(status.state()), explanation(status.state()), trouble,
				trouble ? status.lastError() : null, waiting, (waiting > 0) ? status.oldestAge().toSeconds() : 0,
				status.delivered(), status.retries(), deadLetters, behaviour);
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

	private static String explanation(State state) {
		return switch (state) {
			case RUNNING -> "What the shop does reaches Lunogram.";
			case STANDBY -> "Another instance delivers, or this one is about to.";
			case PAUSED -> "Delivery was told to pause. Everything waits in the outbox.";
			case RATE_LIMITED -> "Lunogram takes no more at the moment. Everything waits in the outbox.";
			case RETRYING -> "Lunogram is away or fails. Everything waits in the outbox.";
			case BLOCKED -> "The API key or the address is wrong. Everything waits in the outbox.";
			case CLOSED -> "The shop is stopping. What waits goes out after the next start.";
		};
	}

}
