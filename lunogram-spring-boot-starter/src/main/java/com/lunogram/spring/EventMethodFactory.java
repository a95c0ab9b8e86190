package com.lunogram.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Finds out all that a call of an annotated method needs to know, and refuses what could
 * never work.
 */
final class EventMethodFactory {

	private final EventTemplateFactory templates;

	private final @Nullable ClassLoader classLoader;

	private final boolean proxiesClasses;

	/**
	 * Creates the factory.
	 * @param templates makes templates of what is written
	 * @param classLoader tells which of the optional libraries are there
	 * @param proxiesClasses whether beans are proxied by subclasses, as they are by
	 * default, even if they implement interfaces
	 */
	EventMethodFactory(EventTemplateFactory templates, @Nullable ClassLoader classLoader, boolean proxiesClasses) {
		this.templates = templates;
		this.classLoader = classLoader;
		this.proxiesClasses = proxiesClasses;
	}

	/**
	 * Reads one method.
	 * @param method the method of the bean's class
	 * @param type class of the bean
	 * @param declarations what is written about it, not empty
	 * @return the method's events
	 * @throws InvalidLunogramEventException if one could never work
	 */
	EventMethod create(Method method, Class<?> type, List<EventDeclaration> declarations) {
		String place = describe(method, type);
		checkInterceptable(place, method, type);
		Method annotated = (declarations.get(0).source() instanceof Method source) ? source : method;
		boolean suspending = KotlinDetector.isSuspendingFunction(method);
		int parameterCount = method.getParameterCount() - (suspending ? 1 : 0);
		Map<String, Integer> parameters = parameters(method, annotated, parameterCount);
		ReactiveReturn reactive = ReactiveReturn.of(method, place, this.classLoader);
		boolean hasResult = hasResult(method, type, reactive);
		List<EventTemplate> events = declarations.stream()
			.map((declaration) -> this.templates.create(place, declaration,
					scope(parameters, declaration.on(), hasResult, reactive), false))
			.toList();
		return new EventMethod(method, events, parameters, parameterCount, reactive,
				new EventWarnings(place, System::nanoTime));
	}

	private void checkInterceptable(String place, Method method, Class<?> type) {
		if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
			throw new InvalidLunogramEventException(place, "the method itself",
					"A proxy cannot intercept a private or static method, so that no event would ever be emitted",
					"Make the method an instance method that is not private", null);
		}
		if (Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type) || (!this.proxiesClasses
				&& ClassUtils.getInterfaceMethodIfPossible(method, type).getDeclaringClass().isInterface())) {
			return;
		}
		boolean finalType = Modifier.isFinal(type.getModifiers());
		if (finalType || Modifier.isFinal(method.getModifiers())) {
			throw new InvalidLunogramEventException(place, "the " + (finalType ? "class" : "method") + " itself",
					"A proxy cannot intercept a final method or class, so that no event would ever be emitted",
					"Make it non-final (in Kotlin: open, or apply the kotlin-spring plugin)", null);
		}
	}

	private static Map<String, Integer> parameters(Method method, Method annotated, int count) {
		Map<String, Integer> parameters = new HashMap<>();
		for (int i = 0; i < count; i++) {
			parameters.put("p" + i, i);
			parameters.put("a" + i, i);
		}
		putNames(parameters, method, count);
		if (!annotated.equals(method)) {
			// Whoever wrote the expressions saw these.
			putNames(parameters, annotated, count);
		}
		return Map.copyOf(parameters);
	}

	private static void putNames(Map<String, Integer> parameters, Method method, int count) {
		@Nullable String @Nullable [] names = DefaultParameterNameDiscoverer.getSharedInstance().getParameterNames(method);
		for (int i = 0; names != null && i < Math.min(count, names.length); i++) {
			if (names[i] != null) {
				parameters.put(names[i], i);
			}
		}
	}

	private static ExpressionScope scope(Map<String, Integer> parameters, LunogramEvent.On on, boolean hasResult,
			@Nullable ReactiveReturn reactive) {
		Set<String> variables = new HashSet<>(parameters.keySet());
		Map<String, String> unavailable = new HashMap<>();
		variables.remove(EventMethods.RESULT);
		variables.remove(EventMethods.ERROR);
		if (on == LunogramEvent.On.FAILURE) {
			unavailable.put(EventMethods.RESULT, "a method that failed has no result");
		}
		else if (reactive != null && reactive.isMultiValued()) {
			unavailable.put(EventMethods.RESULT, "the elements of a stream are not collected");
		}
		else if (!hasResult) {
			unavailable.put(EventMethods.RESULT, "the method returns nothing");
		}
		else {
			variables.add(EventMethods.RESULT);
		}
		if (on == LunogramEvent.On.SUCCESS) {
			unavailable.put(EventMethods.ERROR,
					"with on = SUCCESS there is no error; a parameter of that name is #p and its position");
		}
		else {
			variables.add(EventMethods.ERROR);
		}
		return new ExpressionScope(variables, unavailable, MethodRoot.PROPERTIES);
	}

	private static boolean hasResult(Method method, Class<?> type, @Nullable ReactiveReturn reactive) {
		ResolvableType returned = ResolvableType.forMethodReturnType(method, type);
		if (reactive != null && returned.hasGenerics()) {
			returned = returned.getGeneric(0);
		}
		else if (CompletionStage.class.isAssignableFrom(method.getReturnType())) {
			returned = returned.as(CompletionStage.class).getGeneric(0);
		}
		Class<?> value = returned.resolve(Object.class);
		return value != void.class && value != Void.class;
	}

	private static String describe(Method method, Class<?> type) {
		StringJoiner parameters = new StringJoiner(", ", "(", ")");
		for (Class<?> parameter : method.getParameterTypes()) {
			parameters.add(parameter.getSimpleName());
		}
		Class<?> shown = Proxy.isProxyClass(type) ? method.getDeclaringClass() : type;
		return shown.getName() + "." + method.getName() + parameters;
	}

}
