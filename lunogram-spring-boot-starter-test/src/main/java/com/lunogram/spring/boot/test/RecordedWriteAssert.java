package com.lunogram.spring.boot.test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.lunogram.model.ExternalId;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.SubjectType;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says more about writes that were found: each step leaves out those of which it is not
 * true, and fails when none is left. So all steps together are about one and the same
 * write.
 *
 * @param <W> the kind of write
 */
public final class RecordedWriteAssert<W extends Write> {

	private final RecordedWritesAssert origin;

	private final Class<W> type;

	private final WriteLedger.Page page;

	/** Places of those that are left, counted from 0. */
	private List<Integer> found;

	private String what;

	RecordedWriteAssert(RecordedWritesAssert origin, Class<W> type, WriteLedger.Page page, List<Integer> found,
			String what) {
		this.origin = origin;
		this.type = type;
		this.page = page;
		this.found = found;
		this.what = what;
	}

	/**
	 * Verifies that it concerns a user.
	 * @param externalId an identifier of the user, of the default source
	 * @return this assertion
	 */
	public RecordedWriteAssert<W> forUser(String externalId) {
		return forUser(ExternalId.of(externalId));
	}

	/**
	 * Verifies that it concerns a user.
	 * @param identifiers identifiers of the user, each of which it must have
	 * @return this assertion
	 */
	public RecordedWriteAssert<W> forUser(ExternalId... identifiers) {
		return concerning(SubjectType.USER, identifiers);
	}

	/**
	 * Verifies that it concerns an organization.
	 * @param externalId an identifier of the organization, of the default source
	 * @return this assertion
	 */
	public RecordedWriteAssert<W> forOrganization(String externalId) {
		return forOrganization(ExternalId.of(externalId));
	}

	/**
	 * Verifies that it concerns an organization.
	 * @param identifiers identifiers of the organization, each of which it must have
	 * @return this assertion
	 */
	public RecordedWriteAssert<W> forOrganization(ExternalId... identifiers) {
		return concerning(SubjectType.ORGANIZATION, identifiers);
	}

	private RecordedWriteAssert<W> concerning(SubjectType type, ExternalId... identifiers) {
		String names = Arrays.stream(identifiers).map(RecordedWrite::name).collect(Collectors.joining(" and "));
		return narrow(" of " + RecordedWrite.name(type) + " " + names,
				(write) -> Arrays.stream(identifiers).allMatch((identifier) -> write.concerns(type, identifier)));
	}

	/**
	 * Verifies that its data has a value, as JSON: numbers are equal if they have the
	 * same value, a time is the text that it becomes. The data may have more.
	 * @param key the key
	 * @param value the value, or an object that Jackson writes; {@code null} if the data
	 * has {@code null} there
	 * @return this assertion
	 */
	public RecordedWriteAssert<W> withData(String key, @Nullable Object value) {
		JsonNode expected = RecordedWrite.json(value);
		return narrow(" with data " + key + " = " + expected,
				(write) -> RecordedWrite.isSame(write.data(key), expected));
	}

	/**
	 * Verifies that its data has all of the given values, as
	 * {@link #withData(String, Object)} does.
	 * @param values values by their keys
	 * @return this assertion
	 */
	public RecordedWriteAssert<W> withData(Map<String, ? extends @Nullable Object> values) {
		values.forEach(this::withData);
		return this;
	}

	/**
	 * Verifies that its data has no such key.
	 * @param key the key
	 * @return this assertion
	 */
	public RecordedWriteAssert<W> withoutData(String key) {
		return narrow(" without data " + key, (write) -> write.data(key) == null);
	}

	/**
	 * Verifies a component of it, such as
	 * {@code with(UpsertUserRequest::email, "lucy@example.com")}.
	 * @param component gives the component
	 * @param expected what it must be equal to; may be {@code null}
	 * @return this assertion
	 */
	public RecordedWriteAssert<W> with(Function<? super W, ? extends @Nullable Object> component,
			@Nullable Object expected) {
		return narrow(" with " + expected,
				(write) -> Objects.equals(component.apply(this.type.cast(write.write())), expected));
	}

	/**
	 * Verifies that it fits a condition.
	 * @param condition the condition
	 * @return this assertion
	 */
	public RecordedWriteAssert<W> matching(Predicate<? super W> condition) {
		return narrow(" that fits the condition", (write) -> condition.test(this.type.cast(write.write())));
	}

	/**
	 * Verifies that there is no second one of which all this is true.
	 * @return this assertion
	 */
	public RecordedWriteAssert<W> once() {
		return times(1);
	}

	/**
	 * Verifies how many there are of which all this is true.
	 * @param expected how many
	 * @return this assertion
	 */
	public RecordedWriteAssert<W> times(int expected) {
		if (this.found.size() != expected) {
			throw this.origin.failed(this.what + ", " + expected + " times and not " + this.found.size() + ",",
					this.page);
		}
		return this;
	}

	/**
	 * Goes on with what was recorded after this write; after the first one, if there are
	 * several of which all this is true.
	 * @return an assertion about the later writes
	 */
	public RecordedWritesAssert then() {
		int first = this.found.get(0);
		return this.origin.after(first + 1, " after number " + (first + 1));
	}

	/**
	 * Verifies that an event of a user was recorded later than this write.
	 * @param name name of the event
	 * @return an assertion about the events of that name
	 */
	public RecordedWriteAssert<UserEvent> thenUserEvent(String name) {
		return then().hasUserEvent(name);
	}

	/**
	 * Verifies that an event of an organization was recorded later than this write.
	 * @param name name of the event
	 * @return an assertion about the events of that name
	 */
	public RecordedWriteAssert<OrganizationEvent> thenOrganizationEvent(String name) {
		return then().hasOrganizationEvent(name);
	}

	/**
	 * Goes on with all that was recorded, before and after this write.
	 * @return an assertion about all writes
	 */
	public RecordedWritesAssert and() {
		return this.origin.fromTheStart();
	}

	/**
	 * The write of which all this is true; the first one, if there are several.
	 * @return the write
	 */
	public W get() {
		return this.type.cast(this.page.recorded().get(this.found.get(0)).write());
	}

	private RecordedWriteAssert<W> narrow(String more, Predicate<RecordedWrite> condition) {
		this.what += more;
		this.found = this.found.stream().filter((place) -> condition.test(this.page.recorded().get(place))).toList();
		if (this.found.isEmpty()) {
			throw this.origin.failed(this.what, this.page);
		}
		return this;
	}

}
