package com.lunogram.spring.boot.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import com.lunogram.delivery.EventEnricher;
import com.lunogram.delivery.LunogramPublisher;

/**
 * All enrichers of the application in the order in which they count, for whoever defines
 * a {@link LunogramPublisher} instead of the one that is auto-configured. Where two add
 * the same key, the earlier one wins; those of the application come before those that
 * properties switch on.
 */
public final class LunogramEnrichers {

	private final List<EventEnricher> enrichers;

	LunogramEnrichers(Stream<EventEnricher> ofTheApplication, List<EventEnricher> builtIn) {
		this.enrichers = Stream.concat(ofTheApplication, builtIn.stream()).toList();
	}

	/**
	 * Lets the enrichers add to what a publisher takes.
	 * @param publisher takes what is published; it is flushed and closed with the one
	 * that is returned
	 * @return the publisher to be used; the given one itself if there are no enrichers
	 */
	public LunogramPublisher applyTo(LunogramPublisher publisher) {
		return LunogramPublisher.enriched(publisher, this.enrichers);
	}

}
