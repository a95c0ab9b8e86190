package com.lunogram.spring;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * How to observe what a reactive method or a suspending function of Kotlin returns. Does
 * not touch Project Reactor, which may not be there.
 *
 * @param adapter knows the type that the method returns; {@code null} for a suspending
 * function, of which Spring makes a {@code Mono} or {@code Flux}
 */
record ReactiveReturn(@Nullable ReactiveAdapter adapter) {

	/**
	 * How to observe what a method returns.
	 * @param method the method
	 * @param place the method, for messages
	 * @param classLoader tells whether Reactor is there
	 * @return how to observe it, or {@code null} if it is not reactive
	 * @throws InvalidLunogramEventException if it is, but cannot be observed
	 */
	static @Nullable ReactiveReturn of(Method method, String place, @Nullable ClassLoader classLoader) {
		if (KotlinDetector.isSuspendingFunction(method)) {
			if (!ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", classLoader)) {
				throw new InvalidLunogramEventException(place, "the function itself",
						"A suspending function can only be intercepted by way of Project Reactor",
						"Add org.jetbrains.kotlinx:kotlinx-coroutines-reactor to the class path", null);
			}
			return new ReactiveReturn(null);
		}
		Class<?> type = method.getReturnType();
		if (!ClassUtils.isPresent("reactor.core.publisher.Flux", classLoader)
				|| CompletionStage.class.isAssignableFrom(type)) {
			return null;
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		if (adapter == null) {
			return null;
		}
		if (!type.isAssignableFrom(adapter.getReactiveType())) {
			throw new InvalidLunogramEventException(place, "the return type " + type.getName(),
					"It cannot be observed without replacing it by a " + adapter.getReactiveType().getName(),
					"Declare the method to return " + adapter.getReactiveType().getSimpleName(), null);
		}
		return new ReactiveReturn(adapter);
	}

	boolean isMultiValued() {
		return this.adapter != null && this.adapter.isMultiValue();
	}

	/**
	 * Has each subscription end one call.
	 * @param returned what the method returned
	 * @param call the call that returned it
	 * @param emitter told when a call ends
	 * @return what the caller gets instead
	 */
	Object observe(Object returned, EventCall call, EventEmitter emitter) {
		ReactorObserver observer = new ReactorObserver(call, emitter);
		return (this.adapter != null) ? observer.observe(returned, this.adapter) : observer.observe(returned);
	}

}
