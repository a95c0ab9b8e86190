package com.lunogram.model;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Assigns a schedule to a user: when its time comes, the server emits the event
 * {@code scheduled.<name>} for that user. A time that has passed is accepted, and nothing
 * fires.
 *
 * @param id id of the assignment, chosen by the builder unless told otherwise: before the
 * first attempt, so that a repeated request updates the assignment instead of adding a
 * second one. Servers of the generation without a project in the path ignore it and keep
 * one assignment for each name
 * @param name name of the schedule, not blank
 * @param identifier names of the one user, at least one
 * @param scheduledAt when a single schedule fires; of a recurring one, the first time;
 * required without {@code interval}
 * @param startAt anchor of a recurring schedule; {@code null} for the server's now
 * @param interval time between two firings of a recurring schedule as PostgreSQL reads
 * it, such as {@code 7 days} or {@code P1M}; {@code null} for a single schedule
 * @param data copied into the events that fire: a map, or an object that Jackson writes
 * as a JSON object; {@code null} for nothing
 */
public record UpsertUserScheduledRequest(UUID id, String name, List<ExternalId> identifier,
		@Nullable Instant scheduledAt, @Nullable Instant startAt, @Nullable String interval,
		@Nullable Object data) implements Write {

	public UpsertUserScheduledRequest {
		Checks.required(id, "id");
		identifier = Checks.identifiers(identifier, "identifier");
		ScheduledBuilder.check(name, scheduledAt, startAt, interval);
		data = Checks.freeForm(data);
	}

	/**
	 * Begins a schedule that fires once.
	 * @param name name of the schedule, not blank
	 * @param scheduledAt when it fires
	 * @return a builder
	 */
	public static Builder once(String name, Instant scheduledAt) {
		return new Builder(name, null).scheduledAt(scheduledAt);
	}

	/**
	 * Begins a schedule that fires again and again.
	 * @param name name of the schedule, not blank
	 * @param interval time between two firings as PostgreSQL reads it, such as
	 * {@code 7 days}, {@code 24h} or {@code P1M}; it must be positive
	 * @return a builder
	 */
	public static Builder every(String name, String interval) {
		return new Builder(name, Checks.text(interval, "interval"));
	}

	/**
	 * Begins a schedule that fires again and again.
	 * @param name name of the schedule, not blank
	 * @param interval time between two firings, positive
	 * @return a builder
	 */
	public static Builder every(String name, Duration interval) {
		return new Builder(name, ScheduledBuilder.text(interval));
	}

	/**
	 * Begins a schedule that fires again and again.
	 * @param name name of the schedule, not blank
	 * @param interval calendar time between two firings, positive
	 * @return a builder
	 */
	public static Builder every(String name, Period interval) {
		return new Builder(name, ScheduledBuilder.text(interval));
	}

	@Override
	public Operation operation() {
		return Operation.UPSERT_USER_SCHEDULED;
	}

	@Override
	public List<Subject> subjects() {
		return Subject.users(this.identifier);
	}

	/**
	 * Builds a user schedule.
	 */
	public static final class Builder extends ScheduledBuilder<Builder> {

		private Builder(String name, @Nullable String interval) {
			super(name, interval);
		}

		/**
		 * Names the user concerned.
		 * @param externalId an id of the default source, not blank
		 * @return this builder
		 */
		public Builder user(String externalId) {
			return user(ExternalId.of(externalId));
		}

		/**
		 * Names the user concerned, by one or more identifiers of that one user.
		 * @param identifiers the identifiers
		 * @return this builder
		 */
		public Builder user(ExternalId... identifiers) {
			this.identifier.addAll(List.of(identifiers));
			return this;
		}

		/**
		 * Checks and builds the request.
		 * @return the request
		 */
		public UpsertUserScheduledRequest build() {
			return new UpsertUserScheduledRequest(id(), this.name, this.identifier, this.scheduledAt, this.startAt,
					this.interval, data());
		}

		@Override
		Builder self() {
			return this;
		}

	}

}
