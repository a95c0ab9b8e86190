package com.lunogram.delivery;

import java.util.Locale;

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

	ObservedSender(Sender sender, ObservationRegistry registry) {
		this.sender = sender;
		this.registry = registry;
	}

	@Override
	public void send(Operation operation, byte[] body) {
		Observation observation = Observation.createNotStarted(NAME, this.registry)
			.contextualName("lunogram " + lowerCase(operation))
			.lowCardinalityKeyValue("operation", lowerCase(operation))
			.start();
		Verdict verdict = Verdict.DONE;
		Observation.Scope scope = observation.openScope();
		try {
			this.sender.send(operation, body);
		}
		catch (RuntimeException ex) {
			verdict = Verdict.of(operation, ex);
			if (verdict != Verdict.DONE) {
				observation.error(ex);
			}
			throw ex;
		}
		catch (Error ex) {
			// Nobody knows how far that got.
			verdict = Verdict.IN_DOUBT;
			observation.error(ex);
			throw ex;
		}
		finally {
			scope.close();
			observation.lowCardinalityKeyValue("outcome", lowerCase(verdict)).stop();
		}
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
