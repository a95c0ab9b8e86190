package com.lunogram.model;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What the builders of user and organization schedules share.
 *
 * @param <B> the builder
 */
abstract class ScheduledBuilder<B extends ScheduledBuilder<B>> extends DataBuilder<B> {

	final String name;

	final @Nullable String interval;

	final List<ExternalId> identifier = new ArrayList<>(1);

	private @Nullable UUID id;

	@Nullable Instant scheduledAt;

	@Nullable Instant startAt;

	ScheduledBuilder(String name, @Nullable String interval) {
		this.name = name;
		this.interval = interval;
	}

	/**
	 * Names the assignment, to update it later under this id. Without it a new assignment
	 * is made.
	 * @param id id of the assignment
	 * @return this builder
	 */
	public B id(UUID id) {
		this.id = Checks.required(id, "id");
		return self();
	}

	/** The id to build with: a new one each time, unless one was given. */
	final UUID id() {
		return (this.id != null) ? this.id : UUID.randomUUID();
	}

	/**
	 * When a single schedule fires, or a recurring one fires first.
	 * @param scheduledAt the time
	 * @return this builder
	 */
	public B scheduledAt(Instant scheduledAt) {
		this.scheduledAt = scheduledAt;
		return self();
	}

	/**
	 * Anchors a recurring schedule; without it the server takes its own now.
	 * @param startAt the time
	 * @return this builder
	 */
	public B startAt(Instant startAt) {
		this.startAt = startAt;
		return self();
	}

	static void check(String name, @Nullable Instant scheduledAt, @Nullable Instant startAt,
			@Nullable String interval) {
		Checks.text(name, "name");
		Checks.optionalTime(scheduledAt, "scheduled_at");
		Checks.optionalTime(startAt, "start_at");
		Checks.optionalText(interval, "interval");
		if (interval == null && scheduledAt == null) {
			throw new IllegalArgumentException("scheduled_at is required for a schedule without interval");
		}
		if (interval == null && startAt != null) {
			throw new IllegalArgumentException("start_at needs an interval: a single schedule has scheduled_at only");
		}
	}

	static String text(Duration interval) {
		if (Checks.required(interval, "interval").isZero() || interval.isNegative()) {
			throw new IllegalArgumentException("interval must be positive");
		}
		return interval.toString();
	}

	static String text(Period interval) {
		if (Checks.required(interval, "interval").isZero() || interval.isNegative()) {
			throw new IllegalArgumentException("interval must be positive");
		}
		return interval.toString();
	}

}
