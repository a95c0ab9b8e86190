package com.lunogram.spring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Emits published objects whose type is annotated. It has the last place, so that a
 * listener that comes before it and throws, which fails the publishing, keeps the event
 * back.
 */
final class LunogramEventListener implements GenericApplicationListener {

	private static final Logger logger = LoggerFactory.getLogger(LunogramEvent.class);

	private static final Emission NONE = new Emission(List.of(), new EventWarnings("", System::nanoTime));

	private final Supplier<EventMachinery> machinery;

	private final EventAnnotations annotations = new EventAnnotations();

	private final Map<Class<?>, Emission> emissions = new ConcurrentHashMap<>();

	LunogramEventListener(Supplier<EventMachinery> machinery) {
		this.machinery = machinery;
	}

	/**
	 * Reads types before objects of them are published.
	 * @param types the types
	 * @param classLoader where to find them
	 * @throws InvalidLunogramEventException if the annotation of one could never work
	 */
	void prepare(EventTypes types, @Nullable ClassLoader classLoader) {
		for (String name : types.names()) {
			Class<?> type = ClassUtils.resolveClassName(name, classLoader);
			this.emissions.put(type, read(type));
		}
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		Class<?> type = eventType.toClass();
		if (PayloadApplicationEvent.class.isAssignableFrom(type)) {
			type = eventType.as(PayloadApplicationEvent.class).getGeneric(0).toClass();
		}
		// A type that is no more than a bound says nothing about the object.
		return type == Object.class || !emissionOf(type).events().isEmpty();
	}

	/**
	 * Stays in the publisher's thread, where the transaction and the current user are.
	 */
	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		Object object = (event instanceof PayloadApplicationEvent<?> payload) ? payload.getPayload() : event;
		Emission emission = emissionOf(object.getClass());
		if (!emission.events().isEmpty()) {
			EventMachinery machinery = this.machinery.get();
			EventObject context = new EventObject(machinery.environment, machinery.currentUser, object);
			emission.events().forEach((template) -> machinery.emitter.emit(template, context, emission.warnings()));
		}
	}

	private Emission emissionOf(Class<?> type) {
		Emission emission = this.emissions.get(type);
		if (emission == null) {
			try {
				emission = read(type);
			}
			catch (InvalidLunogramEventException ex) {
				// Too late to stop the start, and the publisher must not suffer for it.
				logger.error(ex.getMessage());
				emission = NONE;
			}
			this.emissions.put(type, emission);
		}
		return emission;
	}

	private Emission read(Class<?> type) {
		if (!this.annotations.mayBeOn(type)) {
			return NONE;
		}
		List<EventDeclaration> declarations = EventDeclaration.nearest(type);
		if (declarations.isEmpty()) {
			return NONE;
		}
		ExpressionScope scope = new ExpressionScope(Set.of(EventObject.EVENT),
				Map.of(EventMethods.RESULT, "there is no method", EventMethods.ERROR, "there is no method"), null);
		List<EventTemplate> events = declarations.stream().map((declaration) -> {
			check(type, declaration);
			return this.machinery.get().templates.create(type.getName(), declaration, scope, true);
		}).toList();
		return new Emission(events, new EventWarnings(type.getName(), System::nanoTime));
	}

	private static void check(Class<?> type, EventDeclaration declaration) {
		if (declaration.on() != LunogramEvent.On.SUCCESS) {
			throw new InvalidLunogramEventException(type.getName(), "on = " + declaration.on(),
					"An object that is published neither succeeds nor fails", "Leave on out", null);
		}
		if (ApplicationEvent.class.isAssignableFrom(type) && declaration.data().isBlank()) {
			throw new InvalidLunogramEventException(type.getName(), "data",
					"It is left out, but an ApplicationEvent carries its source, which is no data",
					"Say what the data is by data = \"{...}\", or publish a class of your own", null);
		}
	}

	/**
	 * What to emit for objects of one type.
	 *
	 * @param events the events
	 * @param warnings where what goes wrong is reported
	 */
	private record Emission(List<EventTemplate> events, EventWarnings warnings) {

	}

}
