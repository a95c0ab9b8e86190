package com.lunogram.spring;

import java.util.Collection;
import java.util.List;

import com.lunogram.model.ExternalId;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;
import org.springframework.expression.ConstructorResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.MethodResolver;
import org.springframework.expression.OperatorOverloader;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypeComparator;
import org.springframework.expression.TypeConverter;
import org.springframework.expression.TypeLocator;
import org.springframework.expression.TypedValue;
import org.springframework.expression.spel.support.StandardOperatorOverloader;
import org.springframework.expression.spel.support.StandardTypeComparator;

/**
 * What the expressions of one emission see. One small object for all of them: variables
 * are looked up where they are, never copied into a map.
 */
abstract class EmissionContext implements EvaluationContext {

	private static final TypeComparator TYPE_COMPARATOR = new StandardTypeComparator();

	private static final OperatorOverloader OPERATOR_OVERLOADER = new StandardOperatorOverloader();

	private final ExpressionEnvironment environment;

	private @Nullable TypedValue root;

	EmissionContext(ExpressionEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * The object to which {@code #root} refers.
	 * @return the object
	 */
	abstract Object root();

	/**
	 * The current user.
	 * @return identifiers of that user, not empty
	 * @throws EventNotEmittedException if there is none
	 */
	abstract Collection<ExternalId> currentUser();

	/** Reads properties as expressions do. */
	final PropertyReader propertyReader() {
		return this.environment.propertyReader;
	}

	@Override
	public final TypedValue getRootObject() {
		TypedValue root = this.root;
		if (root == null) {
			root = new TypedValue(root());
			this.root = root;
		}
		return root;
	}

	@Override
	public final void setVariable(String name, @Nullable Object value) {
		throw new UnsupportedOperationException("Expressions of an event must not change anything");
	}

	@Override
	public final boolean isAssignmentEnabled() {
		return false;
	}

	@Override
	public final List<PropertyAccessor> getPropertyAccessors() {
		return this.environment.propertyAccessors;
	}

	@Override
	public final List<ConstructorResolver> getConstructorResolvers() {
		return this.environment.constructorResolvers;
	}

	@Override
	public final List<MethodResolver> getMethodResolvers() {
		return this.environment.methodResolvers;
	}

	@Override
	public final BeanResolver getBeanResolver() {
		return this.environment.beanResolver;
	}

	@Override
	public final TypeLocator getTypeLocator() {
		return this.environment.typeLocator;
	}

	@Override
	public final TypeConverter getTypeConverter() {
		return this.environment.typeConverter;
	}

	@Override
	public final TypeComparator getTypeComparator() {
		return TYPE_COMPARATOR;
	}

	@Override
	public final OperatorOverloader getOperatorOverloader() {
		return OPERATOR_OVERLOADER;
	}

}
