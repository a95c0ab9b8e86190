package com.lunogram.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodClassKey;
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

	private final ObjectProvider<EventMachinery> machinery;

	private final EventAnnotations annotations = new EventAnnotations();

	private final Map<Class<?>, Map<Method, EventMethod>> types = new ConcurrentHashMap<>();

	private final Map<MethodClassKey, EventMethod> methods = new ConcurrentHashMap<>();

	/**
	 * Creates the cache.
	 * @param machinery is asked for when there is something to read
	 */
	EventMethods(ObjectProvider<EventMachinery> machinery) {
		this.machinery = machinery;
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
		if (isPartOfSpring(type) || !AnnotationUtils.isCandidateClass(type, LunogramEvent.class)) {
			return Collections.emptyMap();
		}
		// Nearly all beans have none, and to search the hierarchy of each of them takes
		// long.
		List<Method> candidates = methods(type);
		Map<Method, EventMethod> found = this.annotations.mayBeOnAny(candidates) ? read(type, candidates)
				: Collections.emptyMap();
		if (this.annotations.mayBeOn(type) && !EventDeclaration.nearest(type).isEmpty()) {
			logger.warn("@LunogramEvent on {} concerns objects that are published as application events, "
					+ "but this is the class of a bean: annotate its methods instead", type.getName());
		}
		return found;
	}

	/**
	 * Most beans are, and to read all of their methods would take longer than all else
	 * that is done here at the start. Its samples are applications, though.
	 */
	private static boolean isPartOfSpring(Class<?> type) {
		String name = type.getName();
		return name.startsWith("org.springframework.") && !name.startsWith("org.springframework.samples.")
				&& !Proxy.isProxyClass(type);
	}

	private static List<Method> methods(Class<?> type) {
		List<Method> methods = new ArrayList<>();
		ReflectionUtils.MethodCallback collector = methods::add;
		if (!Proxy.isProxyClass(type)) {
			ReflectionUtils.doWithMethods(type, collector, ReflectionUtils.USER_DECLARED_METHODS);
		}
		for (Class<?> contract : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			ReflectionUtils.doWithMethods(contract, collector, ReflectionUtils.USER_DECLARED_METHODS);
		}
		return methods;
	}

	private Map<Method, EventMethod> read(Class<?> type, List<Method> candidates) {
		Map<Method, EventMethod> found = new LinkedHashMap<>();
		candidates.forEach((method) -> read(method, type, found));
		return found;
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
			found.put(specific, this.machinery.getObject().methods.create(specific, type, declarations));
		}
	}

}
