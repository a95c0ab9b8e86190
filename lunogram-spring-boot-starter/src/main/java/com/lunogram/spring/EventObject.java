package com.lunogram.spring;

import java.util.Collection;

import com.lunogram.model.ExternalId;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions on the type of a published object see.
 */
final class EventObject extends EmissionContext {

	static final String EVENT = "event";

	private final CurrentUser currentUser;

	private final Object event;

	EventObject(ExpressionEnvironment environment, CurrentUser currentUser, Object event) {
		super(environment);
		this.currentUser = currentUser;
		this.event = event;
	}

	@Override
	Object root() {
		return this.event;
	}

	@Override
	Collection<ExternalId> currentUser() {
		return this.currentUser.identifiers();
	}

	@Override
	public @Nullable Object lookupVariable(String name) {
		return name.equals(EVENT) ? this.event : null;
	}

}
