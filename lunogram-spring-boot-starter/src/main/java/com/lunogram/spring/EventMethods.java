package com.lunogram.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodClassKey;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The annotated methods of each class. A class is read as a whole when its first bean is
 * looked at for proxying, so that a mistake in any of its methods stops the start.
 */
final class EventMethods {

	static final String RESULT = "result";

	static final String ERROR = "error";

	private static final Logger logger = LoggerFactory.getLogger(LunogramEvent.class);

	private final EventTemplateFactory templates;

	private final @Nullable ClassLoader classLoader;

	private final boolean proxiesClasses;

	private final Map<Class<?>, Map<Method, EventMethod>> types = new ConcurrentHashMap<>();

	private final Map<MethodClassKey, EventMethod> methods = new ConcurrentHashMap<>();

	/**
	 * Creates the cache.
	 * @param templates makes templates of what is written
	 * @param classLoader tells which of the optional libraries are there
	 * @param proxiesClasses whether beans are proxied by subclasses, as they are by
	 * default, even if they implement interfaces
	 */
	EventMethods(EventTemplateFactory templates, @Nullable ClassLoader classLoader, boolean proxiesClasses) {
		this.templates = templates;
		this.classLoader = classLoader;
		this.proxiesClasses = proxiesClasses;
	}

	/**
	 * Whether a class has annotated methods.
	 * @param type class of a bean
	 * @return {@code true} if any of its methods emits an event
	 * @throws InvalidLunogramEventException if one could never work
	 */
	boolean existIn(Class<?> type) {
		return !of(type).isEmpty();
	}

	/**
	 * What is known about a method.
	 * @param method the method as it is called
	 * @param type class of the bean; {@code null} if there is none
	 * @return the method's events, or {@code null} if it has none
	 */
	@Nullable EventMethod find(Method method, @Nullable Class<?> type) {
		MethodClassKey key = new MethodClassKey(method, type);
		EventMethod found = this.methods.get(key);
		if (found == null) {
			Map<Method, EventMethod> candidates = of((type != null) ? type : method.getDeclaringClass());
			if (!candidates.isEmpty()) {
				found = candidates.get(AopUtils.getMostSpecificMethod(method, type));
			}
			if (found != null) {
				this.methods.put(key, found);
			}
		}
		return found;
	}

	private Map<Method, EventMethod> of(Class<?> type) {
		Class<?> userType = Proxy.isProxyClass(type) ? type : ClassUtils.getUserClass(type);
		Map<Method, EventMethod> known = this.types.get(userType);
		if (known == null) {
			known = read(userType);
			this.types.put(userType, known);
		}
		return known;
	}

	private Map<Method, EventMethod> read(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, LunogramEvent.class)) {
			return Collections.emptyMap();
		}
		List<Method> candidates = new ArrayList<>();
		if (!Proxy.isProxyClass(type)) {
			ReflectionUtils.doWithMethods(type, candidates::add, ReflectionUtils.USER_DECLARED_METHODS);
		}
		for (Class<?> contract : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			ReflectionUtils.doWithMethods(contract, candidates::add, ReflectionUtils.USER_DECLARED_METHODS);
		}
		Map<Method, EventMethod> found = new LinkedHashMap<>();
		// Nearly all beans have none, and to search the hierarchy of each method takes
		// long.
		if (candidates.stream().anyMatch(EventDeclaration::isPresent)) {
			candidates.forEach((method) -> read(method, type, found));
		}
		if (!EventDeclaration.nearest(type).isEmpty()) {
			logger.warn("@LunogramEvent on {} concerns objects that are published as application events, "
					+ "but this is the class of a bean: annotate its methods instead", type.getName());
		}
		return found.isEmpty() ? Collections.emptyMap() : found;
	}

	private void read(Method method, Class<?> type, Map<Method, EventMethod> found) {
		Method specific = AopUtils.getMostSpecificMethod(method, type);
		if (found.containsKey(specific)) {
			return;
		}
		List<EventDeclaration> declarations = EventDeclaration.nearest(specific);
		if (declarations.isEmpty() && !specific.equals(method)) {
			// A superclass may implement a method of an interface that it does not know.
			declarations = EventDeclaration.nearest(method);
		}
		if (!declarations.isEmpty()) {
			found.put(specific, create(specific, type, declarations));
		}
	}

	private EventMethod create(Method method, Class<?> type, List<EventDeclaration> declarations) {
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
		variables.remove(RESULT);
		variables.remove(ERROR);
		if (on == LunogramEvent.On.FAILURE) {
			unavailable.put(RESULT, "a method that failed has no result");
		}
		else if (reactive != null && reactive.isMultiValued()) {
			unavailable.put(RESULT, "the elements of a stream are not collected");
		}
		else if (!hasResult) {
			unavailable.put(RESULT, "the method returns nothing");
		}
		else {
			variables.add(RESULT);
		}
		if (on == LunogramEvent.On.SUCCESS) {
			unavailable.put(ERROR,
					"with on = SUCCESS there is no error; a parameter of that name is #p and its position");
		}
		else {
			variables.add(ERROR);
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
