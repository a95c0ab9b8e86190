package com.lunogram.delivery;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The right to deliver from an {@link OutboxStore}, which one relay has at a time.
 *
 * @param owner who has it; {@code null} if nobody has
 * @param epoch a number that grows each time the lease passes to somebody
 * @param left how long it holds; zero or less if it has run out
 * @param hold how long the server has asked to wait; zero or less if not
 * @param paused whether somebody has paused delivery
 */
public record OutboxLease(@Nullable String owner, long epoch, Duration left, Duration hold, boolean paused) {

	/** Whether nobody has it, so that it may be taken. */
	boolean isFree() {
		return this.owner == null || this.left.isNegative() || this.left.isZero();
	}

}
