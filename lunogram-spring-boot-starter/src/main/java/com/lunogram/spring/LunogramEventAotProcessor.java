package com.lunogram.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Keeps, for a native image, the types that expressions read and that become the data of
 * events: parameters and results of annotated methods, and annotated types, with what
 * their properties lead to. What an expression calls beyond properties of these is the
 * application's to register.
 */
class LunogramEventAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		Class<?> beanClass = ClassUtils.getUserClass(registeredBean.getBeanClass());
		Set<Type> types = (beanClass == EventTypes.class) ? eventTypes(registeredBean) : typesOfMethods(beanClass);
		if (types.isEmpty()) {
			return null;
		}
		return (generationContext, beanRegistrationCode) -> register(generationContext.getRuntimeHints().reflection(),
				types);
	}

	private static Set<Type> eventTypes(RegisteredBean registeredBean) {
		Set<Type> types = new LinkedHashSet<>();
		EventTypes eventTypes = registeredBean.getBeanFactory().getBean(registeredBean.getBeanName(), EventTypes.class);
		eventTypes.names()
			.forEach((name) -> types
				.add(ClassUtils.resolveClassName(name, registeredBean.getBeanFactory().getBeanClassLoader())));
		return types;
	}

	private static Set<Type> typesOfMethods(Class<?> beanClass) {
		Set<Type> types = new LinkedHashSet<>();
		if (AnnotationUtils.isCandidateClass(beanClass, LunogramEvent.class)) {
			List<Class<?>> hierarchy = new ArrayList<>(ClassUtils.getAllInterfacesForClassAsSet(beanClass));
			hierarchy.add(0, beanClass);
			hierarchy.forEach((type) -> ReflectionUtils.doWithMethods(type, (method) -> {
				if (!EventDeclaration.nearest(method).isEmpty()) {
					addTypes(method, beanClass, types);
				}
			}, ReflectionUtils.USER_DECLARED_METHODS));
		}
		return types;
	}

	private static void addTypes(Method method, Class<?> beanClass, Set<Type> types) {
		addType(ResolvableType.forMethodReturnType(method, beanClass), types);
		for (int i = 0; i < method.getParameterCount(); i++) {
			addType(ResolvableType.forMethodParameter(method, i, beanClass), types);
		}
	}

	private static void addType(ResolvableType type, Set<Type> types) {
		Class<?> resolved = type.resolve();
		if (resolved == null) {
			return;
		}
		if (resolved.isArray()) {
			addType(type.getComponentType(), types);
		}
		else if (!resolved.isPrimitive() && !resolved.getName().startsWith("java.")) {
			types.add(resolved);
		}
		for (ResolvableType generic : type.getGenerics()) {
			addType(generic, types);
		}
	}

	private static void register(ReflectionHints hints, Set<Type> types) {
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints, types.toArray(Type[]::new));
		for (Type type : types) {
			if (type instanceof Class<?> readByExpressions) {
				hints.registerType(readByExpressions, MemberCategory.INVOKE_PUBLIC_METHODS,
						MemberCategory.ACCESS_PUBLIC_FIELDS);
			}
		}
	}

}
