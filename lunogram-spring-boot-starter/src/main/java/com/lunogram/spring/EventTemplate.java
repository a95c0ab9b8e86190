package com.lunogram.spring;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import com.lunogram.model.ExternalId;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.SubjectType;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.TypedValue;
import org.springframework.expression.common.ExpressionUtils;

/**
 * One {@link LunogramEvent}, ready to be evaluated: nothing is left to be found out by
 * reflection or parsing.
 *
 * @param name name of the event, without placeholders
 * @param on the outcome that emits it
 * @param subject whether it concerns users or organizations
 * @param identifier identifiers of the one subject concerned; {@code null} for the
 * current user or if {@code match} is given
 * @param match what selects the subjects concerned; {@code null} if only one is
 * @param data what happened; {@code null} for nothing, or for the root object
 * @param rootIsData whether the root object is the data if no other is given
 * @param condition what must be true; {@code null} for no condition
 */
record EventTemplate(String name, LunogramEvent.On on, SubjectType subject, @Nullable EventValue identifier,
		@Nullable EventValue match, @Nullable EventData data, boolean rootIsData, @Nullable EventValue condition) {

	/**
	 * Whether the event concerns whoever is signed in.
	 * @return {@code true} if the current user will be asked for
	 */
	boolean concernsCurrentUser() {
		return this.identifier == null && this.match == null;
	}

	/**
	 * Evaluates the event now, so that later changes to what the expressions refer to
	 * don't matter.
	 * @param context what the expressions see
	 * @return the event, or {@code null} if the condition is not met
	 * @throws EventNotEmittedException if it concerns nobody
	 */
	@Nullable Write evaluate(EmissionContext context) {
		if (this.condition != null && !isTrue(this.condition, context)) {
			return null;
		}
		return (this.subject == SubjectType.USER) ? userEvent(context) : organizationEvent(context);
	}

	private Write userEvent(EmissionContext context) {
		UserEvent.Builder event = UserEvent.builder(this.name);
		if (this.match != null) {
			event.match(pairs(this.match.in(context)));
		}
		else if (this.identifier != null) {
			event.user(Identifiers.of("user", this.identifier.in(context)));
		}
		else {
			Collection<ExternalId> user = context.currentUser();
			event.user(user.toArray(ExternalId[]::new));
		}
		data(context, event::data, event::data);
		return event.build();
	}

	private Write organizationEvent(EmissionContext context) {
		OrganizationEvent.Builder event = OrganizationEvent.builder(this.name);
		if (this.match != null) {
			event.match(pairs(this.match.in(context)));
		}
		else if (this.identifier != null) {
			event.organization(Identifiers.of("organization", this.identifier.in(context)));
		}
		data(context, event::data, event::data);
		return event.build();
	}

	private void data(EmissionContext context, BiConsumer<String, @Nullable Object> entries, Consumer<Object> object) {
		if (this.data != null) {
			this.data.evaluate(context, entries, object);
		}
		else if (this.rootIsData) {
			object.accept(context.root());
		}
	}

	private static boolean isTrue(EventValue condition, EmissionContext context) {
		return Boolean.TRUE
			.equals(ExpressionUtils.convertTypedValue(context, new TypedValue(condition.in(context)), Boolean.class));
	}

	private static Map<String, ?> pairs(@Nullable Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			throw new EventNotEmittedException("match evaluates to "
					+ ((value != null) ? "a " + value.getClass().getName() : "null") + ", but must be a map");
		}
		if (map.isEmpty()) {
			throw new EventNotEmittedException("match evaluates to an empty map, which would hit everybody");
		}
		Map<String, @Nullable Object> pairs = new LinkedHashMap<>();
		map.forEach((key, entry) -> pairs.put(String.valueOf(key), entry));
		return pairs;
	}

}
