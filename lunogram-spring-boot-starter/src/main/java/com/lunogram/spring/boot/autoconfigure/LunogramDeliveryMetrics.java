package com.lunogram.spring.boot.autoconfigure;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.DeliveryStatus;
import com.lunogram.delivery.UndeliveredWrite;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Shows how delivery is doing; nothing where nothing is delivered in the background.
 */
final class LunogramDeliveryMetrics implements MeterBinder {

	private static final String PREFIX = "lunogram.delivery.";

	private final String prefix;

	private static final String WRITES = "writes";

	/** Held here, as meters only hold it weakly. */
	private final @Nullable RecentStatus status;

	LunogramDeliveryMetrics(@Nullable DeliveryControl control) {
		this(control, PREFIX);
	}

	/**
	 * The metrics of another delivery.
	 * @param control looks into it
	 * @param prefix beginning of their names, with a dot at its end
	 */
	LunogramDeliveryMetrics(@Nullable DeliveryControl control, String prefix) {
		this.prefix = prefix;
		this.status = (control != null) ? new RecentStatus(control::status, System::nanoTime) : null;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		RecentStatus recent = this.status;
		if (recent != null) {
			new Meters(registry, recent, this.prefix).register();
		}
	}

	/**
	 * Why a write was not delivered, as a metric.
	 * @param reason the reason
	 * @return the end of the metric's name
	 */
	private static String metric(UndeliveredWrite.Reason reason) {
		return switch (reason) {
			case QUEUE_FULL, UNAVAILABLE, CLOSED, SHUTDOWN -> "dropped";
			case REFUSED, IN_DOUBT, GAVE_UP -> "failed";
		};
	}

	private static String description(UndeliveredWrite.Reason reason) {
		return metric(reason).equals("dropped")
				? "Writes that found no room or no Kafka, or came or waited too long for a shutdown"
				: "Writes that were set aside: refused, given up or in doubt";
	}

	/**
	 * The meters of one registry.
	 *
	 * @param registry where they go
	 * @param status where they come from
	 * @param prefix beginning of their names
	 */
	private record Meters(MeterRegistry registry, RecentStatus status, String prefix) {

		private void register() {
			gauge("queued", WRITES, "Writes that wait for delivery", DeliveryStatus::queued);
			gauge("queued.size", BaseUnits.BYTES, "Size of the writes that wait for delivery",
					DeliveryStatus::queuedBytes);
			gauge("parked", WRITES, "Writes that wait because one of the same person keeps failing",
					DeliveryStatus::parked);
			gauge("dead.letters", WRITES, "Writes that were set aside and are kept", DeliveryStatus::deadLetters);
			TimeGauge
				.builder(this.prefix + "queue.age", this.status, TimeUnit.NANOSECONDS,
						(recent) -> recent.get().oldestAge().toNanos())
				.description("How long the oldest write has been waiting for delivery")
				.register(this.registry);
			gauge("requests.limit", "requests", "Requests a minute that delivery may send at present",
					DeliveryStatus::requestsPerMinute);
			counter("published", WRITES, "Writes that were taken for delivery", DeliveryStatus::published);
			counter("delivered", WRITES, "Writes that were delivered", DeliveryStatus::delivered);
			counter("retries", "requests", "Requests that repeated an earlier one", DeliveryStatus::retries);
			for (UndeliveredWrite.Reason reason : UndeliveredWrite.Reason.values()) {
				FunctionCounter
					.builder(this.prefix + metric(reason), this.status,
							(recent) -> recent.get().undelivered().getOrDefault(reason, 0L))
					.tag("reason", reason.name().toLowerCase(Locale.ROOT))
					.description(description(reason))
					.baseUnit(WRITES)
					.register(this.registry);
			}
			callbackFailures();
		}

		private void callbackFailures() {
			for (DeliveryStatus.Callback callback : DeliveryStatus.Callback.values()) {
				FunctionCounter
					.builder(this.prefix + "callback.failures", this.status,
							(recent) -> recent.get().callbackFailures().getOrDefault(callback, 0L))
					.tag("callback", callback.name().toLowerCase(Locale.ROOT))
					.description("Exceptions of listeners and enrichers of the application")
					.baseUnit("exceptions")
					.register(this.registry);
			}
		}

		private void gauge(String name, String unit, String description, ToDoubleFunction<DeliveryStatus> value) {
			Gauge.builder(this.prefix + name, this.status, (recent) -> value.applyAsDouble(recent.get()))
				.description(description)
				.baseUnit(unit)
				.register(this.registry);
		}

		private void counter(String name, String unit, String description, ToDoubleFunction<DeliveryStatus> value) {
			FunctionCounter.builder(this.prefix + name, this.status, (recent) -> value.applyAsDouble(recent.get()))
				.description(description)
				.baseUnit(unit)
				.register(this.registry);
		}

	}

}
