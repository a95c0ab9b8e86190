package com.lunogram.spring.boot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntBiFunction;

import com.lunogram.delivery.DeadLetter;
import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint} that shows how delivery is doing and what it has set aside, and steers
 * it.
 */
@Endpoint(id = "lunogram")
public final class LunogramEndpoint {

	private static final String DEAD_LETTERS = "dead-letters";

	private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(10);

	private static final int SHOWN_DEAD_LETTERS = 100;

	private final String mode;

	private final LunogramPublisher publisher;

	private final Show showPayloads;

	/**
	 * The endpoint of one publisher.
	 * @param mode how the publisher delivers, in a word
	 * @param publisher the publisher
	 * @param showPayloads when to show what dead letters would have sent
	 */
	public LunogramEndpoint(String mode, LunogramPublisher publisher, Show showPayloads) {
		this.mode = mode;
		this.publisher = publisher;
		this.showPayloads = showPayloads;
	}

	/**
	 * How delivery is doing.
	 * @return its status
	 */
	@ReadOperation
	public DeliveryDescriptor delivery() {
		DeliveryControl control = this.publisher.control();
		return (control != null) ? DeliveryDescriptor.of(this.mode, control.status())
				: DeliveryDescriptor.of(this.mode);
	}

	/**
	 * What was set aside.
	 * @param part {@code dead-letters}
	 * @param limit how many to show at most, 1 or more; 100 if left out
	 * @return the newest dead letters; {@code null} for any other part
	 */
	@ReadOperation
	public @Nullable DeadLettersDescriptor deadLetters(@Selector String part, @Nullable Integer limit) {
		return deadLetters(part, limit, this.showPayloads.isShown(true));
	}

	@Nullable DeadLettersDescriptor deadLetters(String part, @Nullable Integer limit, boolean showPayloads) {
		if (!part.equals(DEAD_LETTERS)) {
			return null;
		}
		int most = (limit != null) ? limit : SHOWN_DEAD_LETTERS;
		if (most < 1) {
			throw new InvalidEndpointRequestException("The limit is " + most + ". Give 1 or more.",
					"The limit is less than 1");
		}
		DeliveryControl control = this.publisher.control();
		return DeadLettersDescriptor.of((control != null) ? control.deadLetters() : List.of(), most, showPayloads);
	}

	/**
	 * Steers delivery.
	 * @param action {@code flush}, {@code pause}, {@code resume}, {@code replay} or
	 * {@code discard}
	 * @param timeout how long to wait at most, to flush; 10 seconds if left out
	 * @param id which dead letter, to replay or discard
	 * @param operation dead letters of which operation, to replay or discard
	 * @param all whether all dead letters, to replay or discard
	 * @return what became of it
	 */
	@WriteOperation
	public ActionDescriptor act(@Selector String action, @Nullable Duration timeout, @Nullable Long id,
			@Nullable Operation operation, @Nullable Boolean all) {
		DeadLetterSelection selection = new DeadLetterSelection(id, operation, all);
		return switch (action) {
			case "flush" -> flush(action, (timeout != null) ? timeout : FLUSH_TIMEOUT);
			case "pause" -> steer(action, DeliveryControl::pause);
			case "resume" -> steer(action, DeliveryControl::resume);
			case "replay" -> handle(action, DeliveryControl::replay, selection);
			case "discard" -> handle(action, DeliveryControl::discard, selection);
			default -> ActionDescriptor.refused(action,
					"There is no such action. Give flush, pause, resume, replay or discard.");
		};
	}

	private ActionDescriptor flush(String action, Duration timeout) {
		if (timeout.isNegative()) {
			return ActionDescriptor.refused(action, "The timeout is negative. Give a time such as 10s.");
		}
		return ActionDescriptor.of(action, this.publisher.flush(timeout));
	}

	private ActionDescriptor steer(String action, Consumer<DeliveryControl> change) {
		DeliveryControl control = this.publisher.control();
		if (control == null) {
			return nothingToSteer(action);
		}
		change.accept(control);
		return ActionDescriptor.of(action, true);
	}

	private ActionDescriptor handle(String action, ToIntBiFunction<DeliveryControl, Predicate<DeadLetter>> handling,
			DeadLetterSelection selection) {
		DeliveryControl control = this.publisher.control();
		if (control == null) {
			return nothingToSteer(action);
		}
		if (!selection.isClear()) {
			return ActionDescriptor.refused(action,
					"Say which dead letters: give either id, operation or all=true, and only one of these.");
		}
		return ActionDescriptor.of(action, handling.applyAsInt(control, selection));
	}

	private ActionDescriptor nothingToSteer(String action) {
		return ActionDescriptor.refused(action, "Nothing is delivered in the background in mode '" + this.mode
				+ "', so there is nothing to " + action + ".");
	}

}
