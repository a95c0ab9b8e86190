package com.lunogram.spring.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.LunogramEvent;
import io.micrometer.core.annotation.Timed;
import io.micrometer.observation.annotation.Observed;
import org.jspecify.annotations.Nullable;

/**
 * One method in several versions, told apart by nothing but what is around them.
 */
class Shop {

	static final String NAME = "order.completed";

	private final @Nullable LunogramPublisher publisher;

	Shop(@Nullable LunogramPublisher publisher) {
		this.publisher = publisher;
	}

	public String complete(Order order) {
		return order.id();
	}

	@LunogramEvent(name = NAME, user = "#order.customerId",
			data = "{id: #result, total: #order.total, currency: #order.currency}")
	public String completeAnnotated(Order order) {
		return order.id();
	}

	/** What one would write without the annotation. */
	public String completeByHand(Order order) {
		if (this.publisher != null) {
			this.publisher.publish(UserEvent.builder(NAME)
				.user(order.customerId())
				.data("id", order.id())
				.data("total", order.total())
				.data("currency", order.currency())
				.build());
		}
		return order.id();
	}

	/** The same, with a map for the data, as the annotation's expression yields one. */
	public String completeByHandWithMap(Order order) {
		if (this.publisher != null) {
			Map<String, Object> data = new LinkedHashMap<>();
			data.put("id", order.id());
			data.put("total", order.total());
			data.put("currency", order.currency());
			this.publisher.publish(UserEvent.builder(NAME).user(order.customerId()).data(data).build());
		}
		return order.id();
	}

	@Observed
	public String completeObserved(Order order) {
		return order.id();
	}

	@Timed
	public String completeTimed(Order order) {
		return order.id();
	}

}
