package com.lunogram.spring;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * All that a call of an annotated method needs to know, found out once.
 *
 * @param method the method of the bean's class
 * @param events its events
 * @param parameters positions of the parameters, by each name that an expression may use
 * @param parameterCount number of the parameters that expressions see, which leaves
 * Kotlin's continuation out
 * @param reactive how to observe what it returns; {@code null} if it is a plain value or
 * a stage
 * @param warnings where what goes wrong is reported
 */
record EventMethod(Method method, List<EventTemplate> events, Map<String, Integer> parameters, int parameterCount,
		@Nullable ReactiveReturn reactive, EventWarnings warnings) {

	boolean concernsCurrentUser() {
		for (EventTemplate event : this.events) {
			if (event.concernsCurrentUser()) {
				return true;
			}
		}
		return false;
	}

}
