package com.lunogram.spring;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.expression.Expression;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Properties of all kinds, read more than once.
 */
class PropertyReaderTests {

	private final StandardEvaluationContext context = new StandardEvaluationContext();

	PropertyReaderTests() {
		this.context.setPropertyAccessors(List.of(new PropertyReader()));
	}

	@Test
	void getters() {
		assertRead("name", new Bean(), "bean");
		assertRead("active", new Bean(), true);
		assertRead("value", new Component("component"), "component");
	}

	@Test
	void fieldsArraysAndStaticMembers() {
		assertRead("field", new Bean(), "field");
		assertRead("length", new int[] { 1, 2 }, 2);
		assertRead("T(Integer).MAX_VALUE", new Bean(), Integer.MAX_VALUE);
		assertRead("name", Bean.class, Bean.class.getName());
	}

	@Test
	void oneExpressionServesManyClasses() {
		Expression expression = new SpelExpressionParser().parseExpression("![value]");
		List<Object> objects = Arrays.asList(new Component("a"), new Other(1), new Component("b"), new Other(2));
		for (int i = 0; i < 3; i++) {
			assertThat(expression.getValue(this.context, objects)).isEqualTo(List.of("a", 1, "b", 2));
		}
	}

	@Test
	void theGenericTypeOfAContainerIsKnown() {
		assertRead("map['7']", new Bean(), "seven");
	}

	@Test
	void nullIsAValue() {
		assertThat(new SpelExpressionParser().parseExpression("nothing").getValue(this.context, new Bean())).isNull();
	}

	@Test
	void whatDoesNotExistCannotBeRead() {
		assertThatExceptionOfType(SpelEvaluationException.class).isThrownBy(() -> assertRead("nobody", new Bean(), ""))
			.withMessageContaining("EL1008E");
	}

	@Test
	void nothingCanBeWritten() {
		assertThatExceptionOfType(SpelEvaluationException.class).isThrownBy(
				() -> new SpelExpressionParser().parseExpression("field").setValue(this.context, new Bean(), "x"));
	}

	private void assertRead(String expression, Object root, Object value) {
		Expression parsed = new SpelExpressionParser().parseExpression(expression);
		for (int i = 0; i < 3; i++) {
			assertThat(parsed.getValue(this.context, root)).isEqualTo(value);
		}
	}

	static class Bean {

		public final String field = "field";

		public String getName() {
			return "bean";
		}

		public boolean isActive() {
			return true;
		}

		public @Nullable String getNothing() {
			return null;
		}

		public Map<Integer, String> getMap() {
			return Map.of(7, "seven");
		}

	}

	record Component(String value) {

	}

	record Other(int value) {

	}

}
