package com.lunogram.support;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;

/**
 * A handler of observations with a bug in one of its methods.
 */
public enum BrokenHandler implements ObservationHandler<Observation.Context> {

	ON_START, ON_ERROR, ON_SCOPE_OPENED, ON_SCOPE_CLOSED, ON_STOP;

	/** A registry that has this handler. */
	public ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(this);
		return registry;
	}

	/** Spring's client sends no request if that fails. */
	public boolean isCalledBeforeARequest() {
		return this == ON_START || this == ON_SCOPE_OPENED;
	}

	@Override
	public void onStart(Observation.Context context) {
		failIf(ON_START);
	}

	@Override
	public void onError(Observation.Context context) {
		failIf(ON_ERROR);
	}

	@Override
	public void onScopeOpened(Observation.Context context) {
		failIf(ON_SCOPE_OPENED);
	}

	@Override
	public void onScopeClosed(Observation.Context context) {
		failIf(ON_SCOPE_CLOSED);
	}

	@Override
	public void onStop(Observation.Context context) {
		failIf(ON_STOP);
	}

	private void failIf(BrokenHandler called) {
		if (this == called) {
			throw new IllegalStateException("a bug of a handler's");
		}
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

}
