package com.lunogram.spring;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.AccessException;
import org.springframework.expression.spel.ExpressionState;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.SpelMessage;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * An expression, or one in it. Most are a variable and properties of it, such as
 * {@code #order.customer.id}: those are read as SpEL would read them, but without what it
 * makes on its way, which would be several times the value. All others are SpEL's.
 */
final class EventValue {

	private final SpelNode expression;

	/** The variable that it begins with; {@code null} if only SpEL can evaluate it. */
	private final @Nullable String variable;

	/** Properties of the variable, each of the one before. */
	private final String[] properties;

	EventValue(SpelNode expression) {
		this.expression = expression;
		SpelNode first = (expression instanceof CompoundExpression) ? expression.getChild(0) : expression;
		this.variable = hasOnlyProperties(expression) ? variable(first) : null;
		this.properties = new String[(first == expression) ? 0 : expression.getChildCount() - 1];
		for (int i = 0; this.variable != null && i < this.properties.length; i++) {
			this.properties[i] = ((PropertyOrFieldReference) expression.getChild(i + 1)).getName();
		}
	}

	private static boolean hasOnlyProperties(SpelNode expression) {
		if (!(expression instanceof CompoundExpression)) {
			return true;
		}
		for (int i = 1; i < expression.getChildCount(); i++) {
			if (!(expression.getChild(i) instanceof PropertyOrFieldReference)) {
				return false;
			}
		}
		return true;
	}

	private static @Nullable String variable(SpelNode node) {
		if (!(node instanceof VariableReference)) {
			return null;
		}
		String name = node.toStringAST().substring(1);
		// These two are SpEL's own.
		return (name.equals("this") || name.equals("root")) ? null : name;
	}

	/**
	 * Evaluates the expression.
	 * @param context what it sees
	 * @return its value
	 */
	@Nullable Object in(EmissionContext context) {
		if (this.variable == null) {
			return evaluate(context);
		}
		Object value = context.lookupVariable(this.variable);
		for (String property : this.properties) {
			PropertyReader.Getter getter = (value != null && !(value instanceof Optional))
					? context.propertyReader().getter(value, property) : null;
			if (getter == null) {
				// SpEL knows what else it may be, or what to say.
				return evaluate(context);
			}
			value = read(getter, value, property);
		}
		return value;
	}

	private @Nullable Object evaluate(EmissionContext context) {
		return this.expression.getValue(new ExpressionState(context));
	}

	private static @Nullable Object read(PropertyReader.Getter getter, @Nullable Object target, String property) {
		try {
			return getter.value(target, property);
		}
		catch (AccessException ex) {
			throw new SpelEvaluationException(ex, SpelMessage.EXCEPTION_DURING_PROPERTY_READ, property,
					ex.getMessage());
		}
	}

}
