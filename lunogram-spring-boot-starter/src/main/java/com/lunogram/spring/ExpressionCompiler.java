package com.lunogram.spring;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.ast.Assign;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.OpDec;
import org.springframework.expression.spel.ast.OpInc;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * Parses expressions and refuses what could only fail later: a variable that does not
 * exist, above all.
 */
final class ExpressionCompiler {

	private final SpelExpressionParser parser;

	ExpressionCompiler(@Nullable ClassLoader classLoader) {
		// Interpreted is fast enough. Compiled, an expression is bound to the classes it
		// has
		// seen, has its side effects twice when it meets another, and is of no use for
		// the
		// map that most data is.
		this.parser = new SpelExpressionParser(new SpelParserConfiguration(SpelCompilerMode.OFF, classLoader));
	}

	/**
	 * Parses and checks one expression.
	 * @param place the method or type that carries it, for the message
	 * @param attribute the attribute of the annotation
	 * @param source the expression; empty for none
	 * @param scope what it may name
	 * @return the expression, or {@code null} for none
	 * @throws InvalidLunogramEventException if it can not work
	 */
	@Nullable SpelExpression compile(String place, String attribute, String source, ExpressionScope scope) {
		if (source.isBlank()) {
			return null;
		}
		String written = attribute + " = \"" + source + "\"";
		SpelExpression expression;
		try {
			expression = this.parser.parseRaw(source);
		}
		catch (ParseException | IllegalStateException ex) {
			throw new InvalidLunogramEventException(place, written, "It is no SpEL expression: " + ex.getMessage(),
					"Correct the expression. A fixed value needs quotes of its own, as in " + attribute
							+ " = \"'value'\"",
					ex);
		}
		new Check(place, written, scope).node(expression.getAST(), true);
		return expression;
	}

	/**
	 * Walks through one expression.
	 */
	private record Check(String place, String written, ExpressionScope scope) {

		/**
		 * Checks a node and all below it.
		 * @param node the node
		 * @param atRoot whether a bare name would be a property of the root object here
		 */
		void node(SpelNode node, boolean atRoot) {
			if (node instanceof VariableReference) {
				variable(node.toStringAST().substring(1), node.toStringAST());
			}
			else if (node instanceof FunctionReference) {
				String name = node.toStringAST().substring(1, node.toStringAST().indexOf('('));
				variable(name, "#" + name);
			}
			else if (node instanceof PropertyOrFieldReference property && atRoot) {
				property(property.getName());
			}
			else if (node instanceof Assign || node instanceof OpInc || node instanceof OpDec) {
				throw invalid("It changes a value", "Use an expression that only reads");
			}
			children(node, atRoot);
		}

		private void children(SpelNode node, boolean atRoot) {
			for (int i = 0; i < node.getChildCount(); i++) {
				SpelNode child = node.getChild(i);
				boolean keyOfMap = node instanceof InlineMap && i % 2 == 0;
				if (keyOfMap && child instanceof PropertyOrFieldReference) {
					// {total: ...} is a name, not a property.
					continue;
				}
				node(child, childAtRoot(node, i, atRoot));
			}
		}

		private boolean childAtRoot(SpelNode node, int index, boolean atRoot) {
			if (node instanceof CompoundExpression) {
				return atRoot && index == 0;
			}
			if (node instanceof MethodReference || node instanceof FunctionReference) {
				// Arguments are evaluated against the root, wherever the method is
				// called.
				return true;
			}
			if (node instanceof Selection || node instanceof Projection || node instanceof Indexer) {
				// Names are properties of the elements, or keys of a map.
				return false;
			}
			return atRoot;
		}

		private void variable(String name, String shown) {
			if (name.equals("this") || name.equals("root") || this.scope.variables().contains(name)) {
				return;
			}
			String reason = this.scope.unavailable().get(name);
			if (reason != null) {
				throw invalid("There is no " + shown + " here: " + reason, "Leave " + shown + " out");
			}
			throw invalid("There is no variable " + shown, remedy(name));
		}

		private void property(String name) {
			Set<String> properties = this.scope.rootProperties();
			if (properties != null && !properties.contains(name)) {
				throw invalid(
						"There is no property '" + name + "'; a parameter is written #name, a fixed value 'value'",
						this.scope.variables().contains(name) ? "Did you mean #" + name + "?" : remedy(name));
			}
		}

		private String remedy(String name) {
			Set<String> known = new TreeSet<>(this.scope.variables());
			Optional<String> nearest = known.stream()
				.filter((candidate) -> distance(candidate, name) <= Math.max(2, name.length() / 3))
				.min(Comparator.comparingInt((candidate) -> distance(candidate, name)));
			StringBuilder remedy = new StringBuilder();
			nearest.ifPresent((candidate) -> remedy.append("Did you mean #").append(candidate).append("? "));
			remedy.append("These can be used: #root");
			known.forEach((candidate) -> remedy.append(", #").append(candidate));
			return remedy.toString();
		}

		private InvalidLunogramEventException invalid(String problem, String remedy) {
			return new InvalidLunogramEventException(this.place, this.written, problem, remedy, null);
		}

		/**
		 * Single characters to change, add or take away to come from one name to another.
		 */
		private static int distance(String one, String other) {
			int[] previous = new int[other.length() + 1];
			for (int j = 0; j <= other.length(); j++) {
				previous[j] = j;
			}
			for (int i = 1; i <= one.length(); i++) {
				int[] current = new int[other.length() + 1];
				current[0] = i;
				for (int j = 1; j <= other.length(); j++) {
					int change = previous[j - 1] + ((one.charAt(i - 1) != other.charAt(j - 1)) ? 1 : 0);
					current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
				}
				previous = current;
			}
			return previous[other.length()];
		}

	}

}
