package com.lunogram.delivery;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The observation of a request. Whatever its handlers throw, the request must not look
 * other than it was: it would be sent again, or never.
 */
final class GuardedObservation {

	private final ObservationRegistry registry;

	private final Reports reports;

	private Observation observation = Observation.NOOP;

	private Observation.@Nullable Scope before;

	private Observation.@Nullable Scope scope;

	/**
	 * Begins an observation.
	 * @param registry the registry of the observation
	 * @param reports hears of what handlers throw
	 * @param notStarted makes the observation
	 */
	GuardedObservation(ObservationRegistry registry, Reports reports, Supplier<Observation> notStarted) {
		this.registry = registry;
		this.reports = reports;
		guard(() -> begin(notStarted));
	}

	private void begin(Supplier<Observation> notStarted) {
		this.before = this.registry.getCurrentObservationScope();
		try {
			this.observation = notStarted.get();
			this.observation.start();
			this.observation.openScope();
		}
		finally {
			// Of handlers that throw, the registry has a scope all the same.
			this.scope = this.registry.getCurrentObservationScope();
		}
	}

	void error(Throwable error) {
		guard(() -> this.observation.error(error));
	}

	void stop(String outcome) {
		guard(this::closeScope);
		// If it was not closed, the next one would be part of this one, and so on.
		guard(() -> this.registry.setCurrentObservationScope(this.before));
		guard(() -> this.observation.lowCardinalityKeyValue("outcome", outcome).stop());
	}

	private void closeScope() {
		if (this.scope != null && this.scope != this.before) {
			this.scope.close();
		}
	}

	private void guard(Runnable callback) {
		try {
			callback.run();
		}
		catch (Exception | Error ex) {
			this.reports.observationFailed(ex);
		}
	}

}
