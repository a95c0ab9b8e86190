package com.lunogram.spring.boot.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import com.lunogram.delivery.DeliveryListener;
import com.lunogram.model.Operation;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Records how many writes the requests carry. It is handed its registries instead of
 * asking for them, since registries may need beans that publish.
 */
final class LunogramBatchMetrics implements DeliveryListener, MeterBinder {

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
	}

	@Override
	public void onDelivered(Operation operation, int writes) {
		for (MeterRegistry registry : this.registries) {
			DistributionSummary.builder("lunogram.delivery.batch.size")
				.description("Writes in a request that the server took")
				.baseUnit("writes")
				.tag("operation", operation.name().toLowerCase(Locale.ROOT))
				.register(registry)
				.record(writes);
		}
	}

}
