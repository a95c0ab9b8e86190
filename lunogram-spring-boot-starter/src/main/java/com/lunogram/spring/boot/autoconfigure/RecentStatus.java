package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.lunogram.delivery.DeliveryStatus;
import org.jspecify.annotations.Nullable;

/**
 * The status of a delivery, asked for once for all meters that are read together, which
 * then also agree with each other.
 */
final class RecentStatus {

	/** Longer than reading all meters takes, shorter than anybody reads them again. */
	private static final long RECENT = Duration.ofMillis(250).toNanos();

	private final Supplier<DeliveryStatus> source;

	private final LongSupplier nanoTime;

	private volatile @Nullable Reading last;

	RecentStatus(Supplier<DeliveryStatus> source, LongSupplier nanoTime) {
		this.source = source;
		this.nanoTime = nanoTime;
	}

	DeliveryStatus get() {
		long now = this.nanoTime.getAsLong();
		Reading reading = this.last;
		if (reading == null || now - reading.time() >= RECENT) {
			reading = new Reading(now, this.source.get());
			this.last = reading;
		}
		return reading.status();
	}

	/**
	 * A status and when it was asked for.
	 *
	 * @param time by the clock of nanoseconds
	 * @param status the status
	 */
	private record Reading(long time, DeliveryStatus status) {
	}

}
