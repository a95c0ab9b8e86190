package com.lunogram.spring;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.expression.AccessException;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypedValue;
import org.springframework.expression.spel.support.ReflectivePropertyAccessor;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Reads properties as its superclass does, but remembers the getters. The superclass
 * would look for the property anew on every read, and work out the generic type of every
 * value, of which only containers make use: together a third of the garbage of an event.
 */
final class PropertyReader extends ReflectivePropertyAccessor {

	private final Map<Class<?>, Map<String, Getter>> getters = new ConcurrentHashMap<>();

	PropertyReader() {
		super(false);
	}

	@Override
	public PropertyAccessor createOptimalAccessor(EvaluationContext context, @Nullable Object target, String name) {
		// An expression keeps this one, which serves objects of any class.
		return this;
	}

	@Override
	public TypedValue read(EvaluationContext context, @Nullable Object target, String name) throws AccessException {
		Getter getter = (target != null) ? getter(target, name) : null;
		return (getter != null) ? getter.read(target, name) : super.read(context, target, name);
	}

	/**
	 * The getter of a property.
	 * @param target the object that has it
	 * @param name name of the property
	 * @return its getter; {@code null} if it has none, as a field or an array's length
	 */
	@Nullable Getter getter(Object target, String name) {
		Map<String, Getter> known = this.getters.computeIfAbsent(target.getClass(),
				(type) -> new ConcurrentHashMap<>());
		Getter getter = known.get(name);
		if (getter == null && !(target instanceof Class)) {
			Method method = findGetterForProperty(name, target.getClass(), false);
			if (method != null) {
				getter = Getter.of(method, target.getClass());
				known.put(name, getter);
			}
		}
		return getter;
	}

	/**
	 * The getter of one property of one class.
	 *
	 * @param method what to call
	 * @param type what it is declared to return
	 */
	record Getter(Method method, TypeDescriptor type) {

		static Getter of(Method declared, Class<?> target) {
			Method method = ClassUtils.getPubliclyAccessibleMethodIfPossible(declared, target);
			ReflectionUtils.makeAccessible(method);
			return new Getter(method, new TypeDescriptor(new MethodParameter(declared, -1)));
		}

		@Nullable Object value(@Nullable Object target, String name) throws AccessException {
			try {
				return this.method.invoke(target);
			}
			catch (Exception ex) {
				throw new AccessException("Unable to access property '" + name + "' through getter method", ex);
			}
		}

		TypedValue read(@Nullable Object target, String name) throws AccessException {
			Object value = value(target, name);
			boolean container = value instanceof Collection || value instanceof Map
					|| (value != null && value.getClass().isArray());
			return container ? new TypedValue(value, this.type.narrow(value)) : new TypedValue(value);
		}

	}

}
