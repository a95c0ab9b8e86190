package com.lunogram.spring;

import java.util.Arrays;
import java.util.Collection;

import com.lunogram.model.ExternalId;
import org.jspecify.annotations.Nullable;

/**
 * One call of an annotated method, and what came of it.
 */
final class EventCall extends EmissionContext {

	private final ExpressionEnvironment environment;

	private final EventMethod method;

	private final @Nullable Object target;

	private final @Nullable Object[] arguments;

	private final CurrentUser currentUser;

	private @Nullable Object result;

	private @Nullable Throwable error;

	/** Identifiers of the current user, or why there are none. */
	private @Nullable Object captured;

	EventCall(ExpressionEnvironment environment, CurrentUser currentUser, EventMethod method, @Nullable Object target,
			@Nullable Object[] arguments) {
		super(environment);
		this.environment = environment;
		this.currentUser = currentUser;
		this.method = method;
		this.target = target;
		this.arguments = arguments;
	}

	EventMethod method() {
		return this.method;
	}

	/**
	 * Remembers the current user, for a call that ends in another thread.
	 * @return this call
	 */
	EventCall captureCurrentUser() {
		if (this.method.concernsCurrentUser()) {
			try {
				this.captured = this.currentUser.identifiers();
			}
			catch (Throwable ex) {
				// It may turn out that the outcome of this call emits nothing.
				this.captured = ex;
			}
		}
		return this;
	}

	void succeeded(@Nullable Object result) {
		this.result = result;
	}

	void failed(Throwable error) {
		this.error = error;
	}

	boolean hasFailed() {
		return this.error != null;
	}

	/**
	 * The same call once more, as each subscription to what it returned is one.
	 * @return a call that has not ended
	 */
	EventCall again() {
		return new EventCall(this.environment, this.currentUser, this.method, this.target, this.arguments);
	}

	@Override
	@SuppressWarnings("unchecked")
	Collection<ExternalId> currentUser() {
		if (this.captured instanceof Throwable ex) {
			throw (ex instanceof RuntimeException unchecked) ? unchecked : new IllegalStateException(ex);
		}
		return (this.captured != null) ? (Collection<ExternalId>) this.captured : this.currentUser.identifiers();
	}

	@Override
	Object root() {
		int visible = this.method.parameterCount();
		return new MethodRoot(this.target, this.method.method(),
				(this.arguments.length > visible) ? Arrays.copyOf(this.arguments, visible) : this.arguments);
	}

	@Override
	public @Nullable Object lookupVariable(String name) {
		return switch (name) {
			case EventMethods.RESULT -> this.result;
			case EventMethods.ERROR -> this.error;
			default -> {
				Integer position = this.method.parameters().get(name);
				yield (position != null) ? this.arguments[position] : null;
			}
		};
	}

}
