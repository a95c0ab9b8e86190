package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.lunogram.http.JsonCodec;
import com.lunogram.http.OccasionalLog;
import com.lunogram.model.Event;
import com.lunogram.model.Match;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets enrichers add to the data of events before another publisher takes them.
 */
final class EnrichingPublisher implements LunogramPublisher {

	private static final Logger logger = LoggerFactory.getLogger(LunogramPublisher.class);

	private static final int PLAIN_LENGTH = 256;

	private final LunogramPublisher delegate;

	private final List<EventEnricher> enrichers;

	private final JsonCodec codec = new JsonCodec();

	private final WriteSerializer serializer = new WriteSerializer();

	private final OccasionalLog failures;

	private final OccasionalLog tooLarge;

	private final LongAdder failureCount = new LongAdder();

	EnrichingPublisher(LunogramPublisher delegate, List<? extends EventEnricher> enrichers, LongSupplier nanoTime) {
		this.delegate = delegate;
		this.enrichers = List.copyOf(enrichers);
		this.failures = new OccasionalLog(logger, nanoTime);
		this.tooLarge = new OccasionalLog(logger, nanoTime);
	}

	@Override
	public void publish(Collection<? extends Write> writes) {
		handOver(writes.toArray(Write[]::new), (enriched) -> {
			this.delegate.publish(List.of(enriched));
			return true;
		});
	}

	@Override
	public boolean offer(Duration timeout, Write... writes) {
		return handOver(writes, (enriched) -> this.delegate.offer(timeout, enriched));
	}

	private boolean handOver(Write[] writes, Predicate<Write[]> delegate) {
		Write[] enriched = Stream.of(writes).map(this::enrich).toArray(Write[]::new);
		try {
			return delegate.test(enriched);
		}
		catch (WriteTooLargeException ex) {
			// It has taken none of them. To measure each write beforehand would take as
			// long as all the rest.
			return delegate.test(fitting(writes, enriched, ex));
		}
	}

	/**
	 * Leaves out the additions that make an event too large.
	 * @throws IllegalArgumentException if that is not why it was refused
	 */
	private Write[] fitting(Write[] writes, Write[] enriched, WriteTooLargeException refusal) {
		Write[] fitting = enriched.clone();
		List<String> leftOut = new ArrayList<>();
		for (int i = 0; i < writes.length; i++) {
			try {
				this.serializer.snapshot(enriched[i]);
			}
			catch (WriteTooLargeException ex) {
				// The event itself may be too large, and is refused for that then.
				this.serializer.snapshot(writes[i]);
				fitting[i] = writes[i];
				leftOut.add("'" + ((Event) writes[i]).name() + "': " + ex.getMessage());
			}
		}
		if (leftOut.isEmpty()) {
			throw refusal;
		}
		for (String what : leftOut) {
			this.failureCount.increment();
			this.tooLarge.warn("times an event went out without what EventEnrichers add, which would have made it too"
					+ " large, the last one being " + what);
		}
		return fitting;
	}

	@Override
	public boolean joinsTransaction() {
		return this.delegate.joinsTransaction();
	}

	@Override
	public void start() {
		this.delegate.start();
	}

	@Override
	public boolean flush(Duration timeout) {
		return this.delegate.flush(timeout);
	}

	@Override
	public @Nullable DeliveryControl control() {
		DeliveryControl control = this.delegate.control();
		return (control != null) ? new EnrichedControl(control, this.failureCount::sum) : null;
	}

	@Override
	public void close() {
		this.delegate.close();
	}

	private Write enrich(Write write) {
		return (write instanceof Event event) ? enrich(event) : write;
	}

	private Event enrich(Event event) {
		Map<String, Object> additions = new LinkedHashMap<>();
		this.enrichers.forEach((enricher) -> ask(enricher, event, additions));
		if (additions.isEmpty()) {
			return event;
		}
		Map<String, @Nullable Object> data;
		try {
			data = copy(event.data());
		}
		catch (IllegalArgumentException ex) {
			// It is the delegate that refuses events, in the words that it has for it.
			logger.debug("An event could not be enriched, as its data is no JSON object", ex);
			return event;
		}
		additions.forEach((key, value) -> {
			// A key without a value is there too, which putIfAbsent sees otherwise.
			if (!data.containsKey(key)) {
				data.put(key, value);
			}
		});
		return (event instanceof UserEvent) ? new UserEvent(event.name(), event.identifier(), event.match(), data)
				: new OrganizationEvent(event.name(), event.identifier(), event.match(), data);
	}

	private void ask(EventEnricher enricher, Event event, Map<String, Object> additions) {
		try {
			Map<String, Object> own = new LinkedHashMap<>();
			boolean plain = true;
			for (Map.Entry<String, ? extends @Nullable Object> entry : enricher.enrich(event).entrySet()) {
				Object value = entry.getValue();
				if (value != null) {
					own.put(entry.getKey(), value);
					plain &= isPlain(entry.getKey()) && isPlain(value);
				}
			}
			if (!plain) {
				check(own, event);
			}
			own.forEach(additions::putIfAbsent);
		}
		catch (Exception | Error ex) {
			// Whatever it is, and checked exceptions from other JVM languages too: the
			// event matters more than what would be added to it.
			this.failureCount.increment();
			this.failures.warn("times an EventEnricher failed, so that an event went out without its additions, the"
					+ " last one being " + enricher.getClass().getName() + ": " + ex);
			logger.debug("An EventEnricher failed", ex);
		}
	}

	/**
	 * Whether it is certain, without writing it, that a value does no harm. That spares
	 * most enrichers a microsecond for each event.
	 */
	private static boolean isPlain(@Nullable Object value) {
		if (value instanceof String text) {
			return text.length() <= PLAIN_LENGTH && text.chars().allMatch((c) -> c >= ' ' && c <= '~');
		}
		return value instanceof Boolean || value instanceof Integer || value instanceof Long || value instanceof UUID;
	}

	/**
	 * Refuses additions that would make the event itself be refused: those that are no
	 * JSON, or too large.
	 */
	private void check(Map<String, Object> additions, Event event) {
		this.serializer.serialize(List.of(new OrganizationEvent(event.name(), List.of(), Match.all(), additions)));
	}

	private Map<String, @Nullable Object> copy(@Nullable Object data) {
		if (data == null) {
			return new LinkedHashMap<>();
		}
		if (data instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> copy = new LinkedHashMap<>();
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				if (!(entry.getKey() instanceof String key)) {
					// Only Jackson knows what becomes of other keys.
					return this.codec.properties(map);
				}
				copy.put(key, entry.getValue());
			}
			return copy;
		}
		return this.codec.properties(data);
	}

}
