package com.lunogram.delivery;

import java.util.Locale;
import java.util.function.Function;

import com.lunogram.model.Operation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * Observes each request of a delivery. A batch carries what many threads have published,
 * so that an observation belongs to none of theirs.
 */
final class ObservedSender implements Sender {

	static final String NAME = "lunogram.delivery.requests";

	private final Sender sender;

	private final ObservationRegistry registry;

	private final Reports reports;

	private final String name;

	private final Function<Operation, String> label;

	ObservedSender(Sender sender, ObservationRegistry registry, Reports reports) {
		this(sender, registry, reports, NAME, ObservedSender::lowerCase);
	}

	/**
	 * A sender whose requests are observed under another name.
	 * @param sender sends the requests
	 * @param registry where they are observed
	 * @param reports hears of what is wrong with that
	 * @param name name of the observations
	 * @param label what a request does, in a word
	 */
	ObservedSender(Sender sender, ObservationRegistry registry, Reports reports, String name,
			Function<Operation, String> label) {
		this.sender = sender;
		this.registry = registry;
		this.reports = reports;
		this.name = name;
		this.label = label;
	}

	@Override
	public void send(Operation operation, byte[] body) {
		GuardedObservation observation = new GuardedObservation(this.registry, this.reports,
				() -> observation(operation));
		Verdict verdict = Verdict.DONE;
		try {
			this.sender.send(operation, body);
		}
		catch (RuntimeException ex) {
			verdict = Verdict.of(operation, ex);
			if (verdict != Verdict.DONE && verdict != Verdict.PARTLY_TAKEN) {
				observation.error(ex);
			}
			throw ex;
		}
		catch (Exception | Error ex) {
			// An error, or a checked exception that was not declared. Nobody knows how
			// far that got.
			verdict = Verdict.IN_DOUBT;
			observation.error(ex);
			throw ex;
		}
		finally {
			observation.stop(lowerCase(verdict));
		}
	}

	private Observation observation(Operation operation) {
		return Observation.createNotStarted(this.name, this.registry)
			.contextualName("lunogram " + this.label.apply(operation))
			.lowCardinalityKeyValue("operation", this.label.apply(operation));
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
