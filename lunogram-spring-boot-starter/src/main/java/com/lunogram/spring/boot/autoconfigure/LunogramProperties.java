package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import com.lunogram.LunogramClientBuilder;
import com.lunogram.LunogramConfigurationException;
import com.lunogram.delivery.OnDoubt;
import com.lunogram.delivery.Overflow;
import com.lunogram.http.SettingChecks;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be configured about Lunogram. Wrong values are refused on binding. Defaults
 * that would have to be converted from text stand in the constructors, as that takes a
 * while at every start, and for editors in the additional metadata.
 *
 * @param enabled Whether Lunogram is used at all. If not, there is no client, and what is
 * published goes nowhere.
 * @param apiKey Secret key (sk_...) of the Lunogram project. Required, unless a
 * LunogramConnectionDetails bean gives one.
 * @param baseUrl Address of the Lunogram server. Has to be https, unless the host is the
 * local one or 'lunogram.allow-insecure-url' is set.
 * @param projectId ID of the project that the key belongs to. Only for servers that have
 * the project in their paths.
 * @param connectTimeout Maximum time to wait for a connection.
 * @param readTimeout Maximum time to wait for an answer.
 * @param allowInsecureUrl Whether the API key may be sent over unencrypted HTTP to hosts
 * other than the local one.
 * @param ssl TLS of the connection.
 * @param retry Repeats of direct calls.
 * @param delivery Delivery of what is published.
 * @param events Events that are published.
 * @param health Health check.
 */
@ConfigurationProperties("lunogram")
public record LunogramProperties(@DefaultValue("true") boolean enabled, @Nullable String apiKey,
		@DefaultValue(LunogramClientBuilder.DEFAULT_BASE_URL) String baseUrl, @Nullable UUID projectId,
		Duration connectTimeout, Duration readTimeout, @DefaultValue("false") boolean allowInsecureUrl,
		@DefaultValue Ssl ssl, @DefaultValue Retry retry, @DefaultValue Delivery delivery, @DefaultValue Events events,
		@DefaultValue Health health) {

	public LunogramProperties {
		connectTimeout = Objects.requireNonNullElse(connectTimeout, Duration.ofSeconds(2));
		readTimeout = Objects.requireNonNullElse(readTimeout, Duration.ofSeconds(10));
		timeout("connect-timeout", connectTimeout);
		timeout("read-timeout", readTimeout);
	}

	/**
	 * Everything but the key.
	 */
	@Override
	public String toString() {
		return "LunogramProperties[enabled=" + this.enabled + ", apiKey=" + ((this.apiKey != null) ? "***" : null)
				+ ", baseUrl=" + this.baseUrl + ", projectId=" + this.projectId + ", connectTimeout="
				+ this.connectTimeout + ", readTimeout=" + this.readTimeout + ", allowInsecureUrl="
				+ this.allowInsecureUrl + ", ssl=" + this.ssl + ", retry=" + this.retry + ", delivery=" + this.delivery
				+ ", events=" + this.events + ", health=" + this.health + "]";
	}

	private static void timeout(String setting, Duration duration) {
		positive(setting, duration);
		check(duration.compareTo(SettingChecks.MAX_WAIT) <= 0, setting, "is longer than a day",
				"Give a time such as 2s.");
	}

	private static void positive(String setting, Duration duration) {
		check(!duration.isZero() && !duration.isNegative(), setting, "is not positive", "Give a time such as 2s.");
	}

	private static void notNegative(String setting, Duration duration) {
		check(!duration.isNegative(), setting, "is negative", "Give a time such as 500ms, or 0 for none.");
	}

	private static void positive(String setting, int number) {
		check(number > 0, setting, "is less than 1", "Give a number of 1 or more.");
	}

	private static void positive(String setting, DataSize size) {
		check(size.toBytes() > 0, setting, "is not positive", "Give a size such as 512KB.");
	}

	private static void check(boolean right, String setting, String reason, String remedy) {
		if (!right) {
			throw new LunogramConfigurationException(setting, reason, remedy);
		}
	}

	/**
	 * TLS of the connection.
	 *
	 * @param bundle Name of the SSL bundle to use. Without one, the bundle of
	 * 'spring.http.clients.ssl.bundle' applies, if set.
	 */
	public record Ssl(@Nullable String bundle) {
	}

	/**
	 * Repeats of direct calls.
	 *
	 * @param maxAttempts Maximum number of times that a request is sent. Set to 1 for no
	 * repeats.
	 * @param initialBackoff Upper bound of the random wait before the first repeat. It
	 * doubles with every repeat.
	 * @param maxBackoff Upper bound of every wait that the server does not ask for.
	 * @param maxElapsed Maximum time from the first attempt to the beginning of the last
	 * one.
	 * @param eventsInDoubt Whether events are sent again when it is in doubt whether the
	 * server has taken them. It cannot tell duplicates, so they may count twice.
	 */
	public record Retry(@DefaultValue("3") int maxAttempts, Duration initialBackoff, Duration maxBackoff,
			Duration maxElapsed, @DefaultValue("false") boolean eventsInDoubt) {

		public Retry {
			initialBackoff = Objects.requireNonNullElse(initialBackoff, Duration.ofMillis(200));
			maxBackoff = Objects.requireNonNullElse(maxBackoff, Duration.ofSeconds(5));
			maxElapsed = Objects.requireNonNullElse(maxElapsed, Duration.ofSeconds(30));
			positive("retry.max-attempts", maxAttempts);
			positive("retry.initial-backoff", initialBackoff);
			positive("retry.max-elapsed", maxElapsed);
			check(maxBackoff.compareTo(initialBackoff) >= 0, "retry.max-backoff",
					"is less than lunogram.retry.initial-backoff",
					"Give a time that is not less than lunogram.retry.initial-backoff, or lower that one.");
			timeout("retry.max-backoff", maxBackoff);
		}

	}

	/**
	 * Delivery of what is published.
	 *
	 * @param mode How published writes are delivered.
	 * @param batch Batches that events are sent in.
	 * @param queue Queue in memory.
	 * @param onDoubt What to do with events when it is in doubt whether the server has
	 * taken them. It cannot tell duplicates, so a repeat may count twice.
	 * @param maxRequestsPerMinute Maximum number of requests in a minute that delivery
	 * sends with the key, those of direct calls counted in. Direct calls themselves never
	 * wait.
	 * @param instances Number of instances of the application that share the key. Each
	 * takes an equal part of 'lunogram.delivery.max-requests-per-minute'. Stays 1 in
	 * modes 'outbox' and 'kafka', where the instances share it by themselves.
	 * @param retry Repeats of what the server fails on.
	 * @param shutdownTimeout Maximum time to deliver what is waiting when the application
	 * stops. Keep it below 'spring.lifecycle.timeout-per-shutdown-phase'.
	 */
	public record Delivery(Mode mode, @DefaultValue Batch batch, @DefaultValue Queue queue, OnDoubt onDoubt,
			@DefaultValue("480") int maxRequestsPerMinute, @DefaultValue("1") int instances,
			@DefaultValue Repeats retry, Duration shutdownTimeout) {

		public Delivery {
			mode = Objects.requireNonNullElse(mode, Mode.MEMORY);
			onDoubt = Objects.requireNonNullElse(onDoubt, OnDoubt.RETRY);
			shutdownTimeout = Objects.requireNonNullElse(shutdownTimeout, Duration.ofSeconds(20));
			positive("delivery.max-requests-per-minute", maxRequestsPerMinute);
			positive("delivery.instances", instances);
			notNegative("delivery.shutdown-timeout", shutdownTimeout);
		}

		/**
		 * How published writes are delivered.
		 */
		public enum Mode {

			/** Through a queue in memory, by a thread of its own. */
			MEMORY,

			/** Through a table of the application's database. */
			OUTBOX,

			/** Through a topic of a Kafka cluster. */
			KAFKA,

			/** At once, in the thread that publishes. */
			DIRECT,

			/** Not at all: they are only logged. */
			LOG

		}

		/**
		 * Batches that events are sent in.
		 *
		 * @param maxEvents Maximum number of events in a batch. Of inbox messages it is
		 * 100 at most.
		 * @param maxSize Maximum size of a batch.
		 * @param linger Maximum time that a write waits for others to share a batch with.
		 */
		public record Batch(@DefaultValue("500") int maxEvents, DataSize maxSize, Duration linger) {

			public Batch {
				maxSize = Objects.requireNonNullElse(maxSize, DataSize.ofKilobytes(512));
				linger = Objects.requireNonNullElse(linger, Duration.ofMillis(500));
				positive("delivery.batch.max-events", maxEvents);
				positive("delivery.batch.max-size", maxSize);
				notNegative("delivery.batch.linger", linger);
			}

		}

		/**
		 * Queue in memory. In modes 'outbox' and 'kafka' it is the part of the outbox or
		 * the topic that is in memory.
		 *
		 * @param capacity Maximum number of writes that wait for delivery in memory. In
		 * modes 'outbox' and 'kafka', more of them wait in the outbox or the topic.
		 * @param maxSize Maximum size of all writes that wait for delivery in memory.
		 * @param overflow What to do in mode 'memory' with a write that finds no room.
		 * @param blockTimeout Maximum time that publishing waits for room, if
		 * 'lunogram.delivery.queue.overflow' is 'block'.
		 */
		public record Queue(@DefaultValue("10000") int capacity, DataSize maxSize, Overflow overflow,
				Duration blockTimeout) {

			public Queue {
				maxSize = Objects.requireNonNullElse(maxSize, DataSize.ofMegabytes(32));
				overflow = Objects.requireNonNullElse(overflow, Overflow.DROP);
				blockTimeout = Objects.requireNonNullElse(blockTimeout, Duration.ofSeconds(1));
				positive("delivery.queue.capacity", capacity);
				positive("delivery.queue.max-size", maxSize);
				positive("delivery.queue.block-timeout", blockTimeout);
			}

		}

		/**
		 * Repeats of what the server fails on.
		 *
		 * @param maxAttempts Maximum number of times that a write is tried that the
		 * server fails on while it takes others. Then it is set aside as a dead letter.
		 * An outage uses up none of them.
		 */
		public record Repeats(@DefaultValue("10") int maxAttempts) {

			public Repeats {
				positive("delivery.retry.max-attempts", maxAttempts);
			}

		}

	}

	/**
	 * Events that are published.
	 *
	 * @param enabled Whether '@LunogramEvent' has an effect.
	 * @param occurredAtKey Key under which the time of publishing is added to the data of
	 * every event, in ISO 8601 and UTC. Without it, late delivery hides when an event
	 * happened, as the server stamps events when it processes them.
	 * @param idKey Key under which a random UUID is added to the data of every event. It
	 * stays the same when the event is sent again, which tells a repeat from a new one.
	 * @param applicationKey Key under which 'spring.application.name' is added to the
	 * data of every event, if there is one.
	 * @param traceIdKey Key under which the ID of the current trace is added to the data
	 * of every event, if there is one. Needs Micrometer Tracing.
	 */
	public record Events(@DefaultValue("true") boolean enabled, @Nullable String occurredAtKey, @Nullable String idKey,
			@Nullable String applicationKey, @Nullable String traceIdKey) {

		public Events {
			Set<String> keys = new HashSet<>();
			key(keys, "events.occurred-at-key", occurredAtKey);
			key(keys, "events.id-key", idKey);
			key(keys, "events.application-key", applicationKey);
			key(keys, "events.trace-id-key", traceIdKey);
		}

		private static void key(Set<String> keys, String setting, @Nullable String key) {
			if (key != null) {
				String undefined = Placeholders.undefined(key);
				check(undefined == null, setting, "refers to '" + undefined + "', which is not defined",
						"Define that, or leave the property out.");
				check(!key.isBlank(), setting, "is blank",
						"Give the key that it is to have in the data of events, or leave it out.");
				check(keys.add(key), setting, "is the key of something else too", "Give each its own key.");
			}
		}

	}

	/**
	 * Health check.
	 *
	 * @param probeInterval Time without successful traffic after which the health check
	 * sends a request of its own, and least time between two such requests. Applies to
	 * that of Customer.io too.
	 */
	public record Health(Duration probeInterval) {

		public Health {
			probeInterval = Objects.requireNonNullElse(probeInterval, Duration.ofSeconds(60));
			positive("health.probe-interval", probeInterval);
		}

	}

}
