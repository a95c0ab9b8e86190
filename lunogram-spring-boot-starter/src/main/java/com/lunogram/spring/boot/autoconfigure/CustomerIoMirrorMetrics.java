package com.lunogram.spring.boot.autoconfigure;

import java.util.Locale;

import com.lunogram.mirror.CustomerIoMirror;
import com.lunogram.mirror.SkipReason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows how the mirror is doing, as delivery to Lunogram is shown, and what it leaves
 * out.
 */
final class CustomerIoMirrorMetrics implements MeterBinder {

	private static final String PREFIX = "lunogram.customerio.mirror.";

	private final CustomerIoMirror mirror;

	private final LunogramDeliveryMetrics delivery;

	CustomerIoMirrorMetrics(MirrorDelivery delivery) {
		this.mirror = delivery.mirror();
		this.delivery = new LunogramDeliveryMetrics(delivery.control(), PREFIX);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.delivery.bindTo(registry);
		for (SkipReason reason : SkipReason.values()) {
			FunctionCounter
				.builder(PREFIX + "skipped", this.mirror, (mirror) -> mirror.skipped().getOrDefault(reason, 0L))
				.tag("reason", reason.name().toLowerCase(Locale.ROOT))
				.description("Writes that are not mirrored")
				.baseUnit("writes")
				.register(registry);
		}
	}

}
