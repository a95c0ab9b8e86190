package com.lunogram.spring;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ReflectionUtils;

/**
 * Tells quickly where there is surely no {@link LunogramEvent}, which is nearly
 * everywhere.
 */
final class EventAnnotations {

	private final Map<Class<?>, Boolean> carriers = new ConcurrentHashMap<>();

	/**
	 * Whether one may be on any of the given methods themselves, hierarchy aside.
	 * @param methods the methods
	 * @return {@code false} if there is surely none
	 */
	boolean mayBeOnAny(List<Method> methods) {
		for (Method method : methods) {
			if (isDeclaredOn(method)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether one may be on a type, its superclasses or its interfaces.
	 * @param type the type
	 * @return {@code false} if there is surely none
	 */
	boolean mayBeOn(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, LunogramEvent.class)) {
			return false;
		}
		if (isDeclaredOn(type)) {
			return true;
		}
		for (Class<?> contract : type.getInterfaces()) {
			if (mayBeOn(contract)) {
				return true;
			}
		}
		Class<?> superclass = type.getSuperclass();
		return superclass != null && mayBeOn(superclass);
	}

	private boolean isDeclaredOn(AnnotatedElement element) {
		for (Annotation annotation : element.getDeclaredAnnotations()) {
			if (isCarrier(annotation.annotationType())) {
				return true;
			}
		}
		return false;
	}

	private boolean isCarrier(Class<?> annotationType) {
		Boolean carrier = this.carriers.get(annotationType);
		if (carrier == null) {
			carrier = annotationType == LunogramEvent.class
					|| MergedAnnotations.from(annotationType).isPresent(LunogramEvent.class)
					|| isContainer(annotationType);
			this.carriers.put(annotationType, carrier);
		}
		return carrier;
	}

	/** As the compiler makes of several annotations of one type. */
	private boolean isContainer(Class<?> annotationType) {
		Method value = ReflectionUtils.findMethod(annotationType, "value");
		Class<?> element = (value != null) ? value.getReturnType().getComponentType() : null;
		return element != null && element.isAnnotation() && isCarrier(element);
	}

}
