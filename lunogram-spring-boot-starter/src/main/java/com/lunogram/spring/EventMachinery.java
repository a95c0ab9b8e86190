package com.lunogram.spring;

/**
 * All that it takes to read annotations and to emit their events. It is made when there
 * is the first one to read, to spare others the time at their start.
 *
 * @param templates makes templates of what is written
 * @param methods reads annotated methods
 * @param emitter emits events
 * @param environment what all evaluations have in common
 * @param currentUser tells the current user
 */
record EventMachinery(EventTemplateFactory templates, EventMethodFactory methods, EventEmitter emitter,
		ExpressionEnvironment environment, CurrentUser currentUser) {

}
