package com.lunogram.spring;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.ConstructorResolver;
import org.springframework.expression.MethodResolver;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypeConverter;
import org.springframework.expression.TypeLocator;
import org.springframework.expression.spel.support.ReflectiveConstructorResolver;
import org.springframework.expression.spel.support.ReflectiveMethodResolver;
import org.springframework.expression.spel.support.StandardTypeConverter;
import org.springframework.expression.spel.support.StandardTypeLocator;

/**
 * What all evaluations have in common. A {@code StandardEvaluationContext} would build
 * all of this anew for every call.
 */
final class ExpressionEnvironment {

	final PropertyReader propertyReader = new PropertyReader();

	final List<PropertyAccessor> propertyAccessors = List.of(this.propertyReader);

	final List<ConstructorResolver> constructorResolvers = List.of(new ReflectiveConstructorResolver());

	final List<MethodResolver> methodResolvers = List.of(new ReflectiveMethodResolver());

	final TypeConverter typeConverter = new StandardTypeConverter();

	final TypeLocator typeLocator;

	final BeanResolver beanResolver;

	ExpressionEnvironment(BeanFactory beanFactory, @Nullable ClassLoader classLoader) {
		this.typeLocator = new StandardTypeLocator(classLoader);
		this.beanResolver = new BeanFactoryResolver(beanFactory);
	}

}
