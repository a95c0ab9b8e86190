package com.lunogram.spring;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.StringLiteral;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.util.ObjectUtils;

/**
 * The data of an event as it is written. Mostly that is a map with fixed keys: its values
 * go into the event one by one, so that no map is made only to be copied.
 */
final class EventData {

	private final EventValue whole;

	/** Of a map with fixed keys; empty for anything else. */
	private final String[] keys;

	private final EventValue[] values;

	EventData(SpelExpression expression) {
		SpelNode node = expression.getAST();
		this.whole = new EventValue(node);
		int entries = hasFixedKeys(node) ? node.getChildCount() / 2 : 0;
		this.keys = new String[entries];
		this.values = new EventValue[entries];
		for (int i = 0; i < entries; i++) {
			this.keys[i] = String.valueOf(fixedKey(node.getChild(2 * i)));
			this.values[i] = new EventValue(node.getChild(2 * i + 1));
		}
	}

	private static boolean hasFixedKeys(SpelNode node) {
		if (!(node instanceof InlineMap)) {
			return false;
		}
		for (int i = 0; i < node.getChildCount(); i += 2) {
			if (fixedKey(node.getChild(i)) == null) {
				return false;
			}
		}
		return true;
	}

	/** SpEL takes a bare name for what it says, as it does a text in quotes. */
	private static @Nullable Object fixedKey(SpelNode key) {
		if (key instanceof StringLiteral text) {
			return text.getLiteralValue().getValue();
		}
		return (key instanceof PropertyOrFieldReference name) ? name.getName() : null;
	}

	/**
	 * Evaluates the data.
	 * @param context what the expression sees
	 * @param entries takes the entries, if they are such
	 * @param object takes the data as a whole otherwise; is not called if it is
	 * {@code null}
	 */
	void evaluate(EmissionContext context, BiConsumer<String, @Nullable Object> entries, Consumer<Object> object) {
		if (this.keys.length > 0) {
			for (int i = 0; i < this.keys.length; i++) {
				entries.accept(this.keys[i], this.values[i].in(context));
			}
			return;
		}
		Object data = ObjectUtils.unwrapOptional(this.whole.in(context));
		if (data != null) {
			object.accept(data);
		}
	}

}
