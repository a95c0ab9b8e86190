package com.lunogram.spring;

/**
 * All that it takes to read annotations and to emit their events. It is made when there
 * is the first one to read, to spare others the time at their start.
 */
final class EventMachinery {

	final EventTemplateFactory templates;

	final EventMethodFactory methods;

	final EventEmitter emitter;

	final ExpressionEnvironment environment;

	final CurrentUser currentUser;

	EventMachinery(EventTemplateFactory templates, EventMethodFactory methods, EventEmitter emitter,
			ExpressionEnvironment environment, CurrentUser currentUser) {
		this.templates = templates;
		this.methods = methods;
		this.emitter = emitter;
		this.environment = environment;
		this.currentUser = currentUser;
	}

}
