package com.lunogram.spring;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * Emits the events of calls that have ended. Nothing that goes wrong here reaches whoever
 * made the call.
 */
final class EventEmitter {

	private final EventHandover handover;

	EventEmitter(EventHandover handover) {
		this.handover = handover;
	}

	/**
	 * Emits when what a method returned is complete: at once, if that is a plain value.
	 * @param call the call that has returned
	 * @param returned what the method returned
	 * @return what the caller gets
	 */
	@Nullable Object returned(EventCall call, @Nullable Object returned) {
		ReactiveReturn reactive = call.method().reactive();
		try {
			if (returned != null && reactive != null) {
				return reactive.observe(returned, call, this);
			}
			if (returned instanceof CompletionStage<?> stage) {
				observe(stage, call.captureCurrentUser());
			}
			else {
				succeeded(call, returned);
			}
		}
		catch (Throwable ex) {
			call.method().warnings().notEmitted(call.method().events().get(0).name(), ex);
		}
		return returned;
	}

	private void observe(CompletionStage<?> stage, EventCall call) {
		// The caller keeps the method's own stage: a dependent one could not cancel it.
		stage.whenComplete((result, error) -> {
			if (error == null) {
				succeeded(call, result);
			}
			else {
				Throwable cause = (error instanceof CompletionException) ? error.getCause() : null;
				failed(call, (cause != null) ? cause : error);
			}
		});
	}

	void succeeded(EventCall call, @Nullable Object result) {
		call.succeeded(result);
		emit(call);
	}

	void failed(EventCall call, Throwable error) {
		call.failed(error);
		emit(call);
	}

	private void emit(EventCall call) {
		for (EventTemplate event : call.method().events()) {
			if (event.on().includes(call.hasFailed())) {
				emit(event, call, call.method().warnings());
			}
		}
	}

	/**
	 * Emits one event.
	 * @param event the event
	 * @param context what its expressions see
	 * @param warnings where to report that it could not be emitted
	 */
	void emit(EventTemplate event, EmissionContext context, EventWarnings warnings) {
		try {
			Write write = event.evaluate(context);
			if (write != null) {
				this.handover.accept(write, event, warnings);
			}
		}
		catch (Throwable ex) {
			warnings.notEmitted(event.name(), ex);
		}
	}

}
