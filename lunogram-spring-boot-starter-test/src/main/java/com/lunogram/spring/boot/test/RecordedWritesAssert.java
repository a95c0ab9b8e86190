package com.lunogram.spring.boot.test;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.lunogram.model.DeleteOrganizationRequest;
import com.lunogram.model.DeleteOrganizationScheduledRequest;
import com.lunogram.model.DeleteUserRequest;
import com.lunogram.model.DeleteUserScheduledRequest;
import com.lunogram.model.DeviceRegistration;
import com.lunogram.model.ExternalId;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.OrganizationUserRequest;
import com.lunogram.model.RemoveOrganizationUserRequest;
import com.lunogram.model.SubjectType;
import com.lunogram.model.UpsertOrganizationRequest;
import com.lunogram.model.UpsertOrganizationScheduledRequest;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UpsertUserScheduledRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about {@link RecordedWrites}, for {@code assertThat(writes)}. What begins
 * with {@code has} finds writes of one kind and leads to a {@link RecordedWriteAssert},
 * which says more about them. A failure tells what was recorded instead, and what waits
 * for a transaction or was rolled back with one.
 */
public final class RecordedWritesAssert extends AbstractAssert<RecordedWritesAssert, RecordedWrites> {

	/** How many of the first writes are left out, and why. */
	private final int skipped;

	private final String place;

	RecordedWritesAssert(RecordedWrites actual) {
		this(actual, 0, "");
	}

	private RecordedWritesAssert(RecordedWrites actual, int skipped, String place) {
		super(actual, RecordedWritesAssert.class);
		this.skipped = skipped;
		this.place = place;
	}

	/** The same about what comes after the given number of writes. */
	RecordedWritesAssert after(int skipped, String place) {
		RecordedWritesAssert later = new RecordedWritesAssert(this.actual, skipped, place);
		later.info.description(this.info.description());
		return later;
	}

	/** The same about all writes. */
	RecordedWritesAssert fromTheStart() {
		return after(0, "");
	}

	/**
	 * Verifies that nothing was recorded. What waits for the end of a transaction is not
	 * recorded; see {@link RecordedWrites#held()}.
	 * @return this assertion
	 */
	public RecordedWritesAssert isEmpty() {
		return hasNone("nothing", RecordedWritesAssert::any);
	}

	/**
	 * Verifies how much was recorded.
	 * @param expected how many writes of all kinds
	 * @return this assertion
	 */
	public RecordedWritesAssert hasSize(int expected) {
		WriteLedger.Page page = read();
		if (page.recorded().size() - this.skipped != expected) {
			throw failed((expected == 1) ? "1 write" : expected + " writes", page);
		}
		return this;
	}

	/**
	 * Verifies that exactly the given writes were recorded, in their order. Two writes
	 * are alike if the same would be sent for them, but for the id that a schedule's
	 * builder chooses.
	 * @param expected the writes, with what enrichers add
	 * @return this assertion
	 */
	public RecordedWritesAssert containsExactly(Write... expected) {
		WriteLedger.Page page = read();
		List<RecordedWrite> wanted = Stream.of(expected).map(RecordedWrite::of).toList();
		List<RecordedWrite> present = page.recorded().stream().skip(this.skipped).toList();
		boolean alike = wanted.size() == present.size()
				&& IntStream.range(0, wanted.size()).allMatch((i) -> wanted.get(i).isLike(present.get(i)));
		if (!alike) {
			StringBuilder text = new StringBuilder("exactly");
			wanted.forEach((write) -> text.append("\n  - ").append(write.describe()));
			throw failed(text.append('\n').toString(), page);
		}
		return this;
	}

	/**
	 * Verifies that an event of a user, or of users, was recorded.
	 * @param name name of the event
	 * @return an assertion about the events of that name
	 */
	public RecordedWriteAssert<UserEvent> hasUserEvent(String name) {
		return has(UserEvent.class, "a user event '" + name + "'", (write) -> write.isNamed(name));
	}

	/**
	 * Verifies that no event of a user was recorded by that name.
	 * @param name name of the event
	 * @return this assertion
	 */
	public RecordedWritesAssert hasNoUserEvent(String name) {
		return hasNone("no user event '" + name + "'", (write) -> write.is(UserEvent.class) && write.isNamed(name));
	}

	/**
	 * Verifies that an event of an organization, or of organizations, was recorded.
	 * @param name name of the event
	 * @return an assertion about the events of that name
	 */
	public RecordedWriteAssert<OrganizationEvent> hasOrganizationEvent(String name) {
		return has(OrganizationEvent.class, "an organization event '" + name + "'", (write) -> write.isNamed(name));
	}

	/**
	 * Verifies that no event of an organization was recorded by that name.
	 * @param name name of the event
	 * @return this assertion
	 */
	public RecordedWritesAssert hasNoOrganizationEvent(String name) {
		return hasNone("no organization event '" + name + "'",
				(write) -> write.is(OrganizationEvent.class) && write.isNamed(name));
	}

	/**
	 * Verifies that a user was created or changed.
	 * @param user an identifier of the user, of the default source
	 * @return an assertion about the writes of which that is true
	 */
	public RecordedWriteAssert<UpsertUserRequest> hasUserUpsert(String user) {
		return has(UpsertUserRequest.class, "an upsert", SubjectType.USER, user);
	}

	/**
	 * Verifies that a user was deleted.
	 * @param user an identifier of the user, of the default source
	 * @return an assertion about the writes of which that is true
	 */
	public RecordedWriteAssert<DeleteUserRequest> hasUserDeletion(String user) {
		return has(DeleteUserRequest.class, "a deletion", SubjectType.USER, user);
	}

	/**
	 * Verifies that an organization was created or changed.
	 * @param organization an identifier of the organization, of the default source
	 * @return an assertion about the writes of which that is true
	 */
	public RecordedWriteAssert<UpsertOrganizationRequest> hasOrganizationUpsert(String organization) {
		return has(UpsertOrganizationRequest.class, "an upsert", SubjectType.ORGANIZATION, organization);
	}

	/**
	 * Verifies that an organization was deleted.
	 * @param organization an identifier of the organization, of the default source
	 * @return an assertion about the writes of which that is true
	 */
	public RecordedWriteAssert<DeleteOrganizationRequest> hasOrganizationDeletion(String organization) {
		return has(DeleteOrganizationRequest.class, "a deletion", SubjectType.ORGANIZATION, organization);
	}

	/**
	 * Verifies that a user became a member of an organization.
	 * @param organization an identifier of the organization, of the default source
	 * @param user an identifier of the user, of the default source
	 * @return an assertion about the writes of which that is true
	 */
	public RecordedWriteAssert<OrganizationUserRequest> hasMembership(String organization, String user) {
		return has(OrganizationUserRequest.class, "a membership", SubjectType.ORGANIZATION, organization).forUser(user);
	}

	/**
	 * Verifies that a user ceased to be a member of an organization.
	 * @param organization an identifier of the organization, of the default source
	 * @param user an identifier of the user, of the default source
	 * @return an assertion about the writes of which that is true
	 */
	public RecordedWriteAssert<RemoveOrganizationUserRequest> hasMembershipEnd(String organization, String user) {
		return has(RemoveOrganizationUserRequest.class, "the end of a membership", SubjectType.ORGANIZATION,
				organization)
			.forUser(user);
	}

	/**
	 * Verifies that a schedule was assigned to a user.
	 * @param name name of the schedule
	 * @return an assertion about the writes of which that is true
	 */
	public RecordedWriteAssert<UpsertUserScheduledRequest> hasUserSchedule(String name) {
		return has(UpsertUserScheduledRequest.class, "a schedule '" + name + "' of a user",
				(write) -> write.isNamed(name));
	}

	/**
	 * Verifies that a schedule was taken from a user.
	 * @param name name of the schedule
	 * @return an assertion about the writes of which that is true
	 */
	public RecordedWriteAssert<DeleteUserScheduledRequest> hasUserScheduleEnd(String name) {
		return has(DeleteUserScheduledRequest.class, "the end of schedule '" + name + "' of a user",
				(write) -> write.isNamed(name));
	}

	/**
	 * Verifies that a schedule was assigned to an organization.
	 * @param name name of the schedule
	 * @return an assertion about the writes of which that is true
	 */
	public RecordedWriteAssert<UpsertOrganizationScheduledRequest> hasOrganizationSchedule(String name) {
		return has(UpsertOrganizationScheduledRequest.class, "a schedule '" + name + "' of an organization",
				(write) -> write.isNamed(name));
	}

	/**
	 * Verifies that a schedule was taken from an organization.
	 * @param name name of the schedule
	 * @return an assertion about the writes of which that is true
	 */
	public RecordedWriteAssert<DeleteOrganizationScheduledRequest> hasOrganizationScheduleEnd(String name) {
		return has(DeleteOrganizationScheduledRequest.class, "the end of schedule '" + name + "' of an organization",
				(write) -> write.isNamed(name));
	}

	/**
	 * Verifies that an inbox message was recorded.
	 * @param identifier the message's own identifier, of whatever source
	 * @return an assertion about the messages of that identifier
	 */
	public RecordedWriteAssert<InboxMessage> hasInboxMessage(String identifier) {
		return has(InboxMessage.class, "an inbox message '" + identifier + "'",
				(write) -> identifier.equals(Json.text(write.json().path("identifier"), "external_id")));
	}

	/**
	 * Verifies that a device was registered.
	 * @param deviceId id of the device
	 * @return an assertion about the registrations of that device
	 */
	public RecordedWriteAssert<DeviceRegistration> hasDevice(String deviceId) {
		return has(DeviceRegistration.class, "a device '" + deviceId + "'",
				(write) -> deviceId.equals(Json.text(write.json(), "device_id")));
	}

	/**
	 * Verifies that a write of one kind was recorded.
	 * @param <W> the kind
	 * @param type the kind, such as {@code UpsertUserRequest.class}, or
	 * {@code Write.class} for any
	 * @return an assertion about the writes of that kind
	 */
	public <W extends Write> RecordedWriteAssert<W> has(Class<W> type) {
		return has(type, "a write of the type " + type.getSimpleName(), RecordedWritesAssert::any);
	}

	/**
	 * Verifies that no write of one kind was recorded.
	 * @param type the kind, such as {@code UpsertUserRequest.class}
	 * @return this assertion
	 */
	public RecordedWritesAssert hasNo(Class<? extends Write> type) {
		return hasNone("no " + type.getSimpleName(), (write) -> write.is(type));
	}

	/**
	 * Verifies that no write of one kind was recorded that fits a condition.
	 * @param <W> the kind
	 * @param type the kind, such as {@code UserEvent.class}
	 * @param condition the condition
	 * @return this assertion
	 */
	public <W extends Write> RecordedWritesAssert hasNo(Class<W> type, Predicate<? super W> condition) {
		return hasNone("no " + type.getSimpleName() + " that fits the condition",
				(write) -> write.is(type) && condition.test(type.cast(write.write())));
	}

	private <W extends Write> RecordedWriteAssert<W> has(Class<W> type, String what, SubjectType of,
			String externalId) {
		ExternalId identifier = ExternalId.of(externalId);
		return has(type, what + " of " + RecordedWrite.name(of) + " " + RecordedWrite.name(identifier),
				(write) -> write.concerns(of, identifier));
	}

	private <W extends Write> RecordedWriteAssert<W> has(Class<W> type, String what,
			Predicate<RecordedWrite> condition) {
		WriteLedger.Page page = read();
		List<Integer> found = find(page, (write) -> write.is(type) && condition.test(write));
		if (found.isEmpty()) {
			throw failed(what, page);
		}
		return new RecordedWriteAssert<>(this, type, page, found, what);
	}

	private RecordedWritesAssert hasNone(String what, Predicate<RecordedWrite> condition) {
		WriteLedger.Page page = read();
		if (!find(page, condition).isEmpty()) {
			throw failed(what, page);
		}
		return this;
	}

	private static boolean any(RecordedWrite write) {
		return true;
	}

	private List<Integer> find(WriteLedger.Page page, Predicate<RecordedWrite> condition) {
		return IntStream.range(this.skipped, page.recorded().size())
			.filter((place) -> condition.test(page.recorded().get(place)))
			.boxed()
			.toList();
	}

	private WriteLedger.Page read() {
		isNotNull();
		return this.actual.ledger().read();
	}

	AssertionError failed(String expected, WriteLedger.Page page) {
		return failure("%s", "Expecting " + expected + this.place + "\n" + page.describe());
	}

}
