package com.lunogram.sample;

import java.time.Instant;
import java.util.Map;

import com.lunogram.delivery.EventEnricher;
import com.lunogram.model.Event;

import org.springframework.stereotype.Component;

/**
 * Has each event carry the time of the call that made it, so that the page can tell how
 * long it took to arrive, even if the shop was restarted in between. A real server gets
 * the events as they are: there, {@code lunogram.events.occurred-at-key} does the same.
 */
@Component
class CallTimeEnricher implements EventEnricher {

	static final String KEY = "calledAt";

	private final LunogramTarget target;

	CallTimeEnricher(LunogramTarget target) {
		this.target = target;
	}

	@Override
	public Map<String, String> enrich(Event event) {
		return (this.target.standIn() != null) ? Map.of(KEY, Instant.now().toString()) : Map.of();
	}

}
