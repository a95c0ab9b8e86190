package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * All that the server holds, and what each operation does with it. One request is worked
 * on at a time, so that the order of arrival means something.
 */
final class Project {

	private static final List<String> USER_FIELDS = List.of("email", "phone", "timezone", "locale");

	private static final List<String> ORGANIZATION_FIELDS = List.of("name");

	private final Subjects users = new Subjects(SubjectKind.USER);

	private final Subjects organizations = new Subjects(SubjectKind.ORGANIZATION);

	private final Memberships memberships = new Memberships();

	private final Devices devices = new Devices();

	private final Drops drops;

	private final Events events;

	private final Schedules schedules;

	private final Inbox inbox;

	private final Sessions sessions;

	private final UUID id;

	private final @Nullable String vapidPublicKey;

	Project(UUID id, Set<UUID> authMethods, @Nullable String vapidPublicKey, int maxEntries, Faults faults,
			Consumer<Arrival> observers) {
		this.id = id;
		this.vapidPublicKey = vapidPublicKey;
		this.drops = new Drops(maxEntries);
		this.events = new Events(maxEntries, faults, this.drops, observers);
		this.schedules = new Schedules(this.drops);
		this.inbox = new Inbox(id, this.drops);
		this.sessions = new Sessions(authMethods);
	}

	UUID id() {
		return this.id;
	}

	/**
	 * Does what a request asks for.
	 * @param size the size of the request's body in characters
	 */
	synchronized Answer perform(Call call, int size) {
		return switch (call.operationId()) {
			case "upsertUser" -> upsertUser(call);
			case "deleteUser" -> delete(this.users, call);
			case "postUserEvents" -> this.events.post(call, this.users, size);
			case "upsertUserScheduled" -> this.schedules.upsert(call, this.users, size);
			case "deleteUserScheduled" -> this.schedules.delete(call, this.users);
			case "postUserInboxMessages" -> this.inbox.post(call, this.users, size);
			case "listUserInboxMessages" -> this.inbox.list(call, this.users);
			case "countUserInboxMessages" -> this.inbox.count(call, this.users);
			case "readUserInboxMessages" -> this.inbox.markRead(call, this.users, size);
			case "archiveUserInboxMessages" -> this.inbox.markArchived(call, this.users, size);
			case "registerDevice" -> this.devices.register(call.body(), this.users);
			case "upsertOrganization" -> upsertOrganization(call);
			case "deleteOrganization" -> delete(this.organizations, call);
			case "postOrganizationEvents" -> this.events.post(call, this.organizations, size);
			case "upsertOrganizationScheduled" -> this.schedules.upsert(call, this.organizations, size);
			case "deleteOrganizationScheduled" -> this.schedules.delete(call, this.organizations);
			case "postOrganizationInboxMessages" -> this.inbox.post(call, this.organizations, size);
			case "listOrganizationInboxMessages" -> this.inbox.list(call, this.organizations);
			case "countOrganizationInboxMessages" -> this.inbox.count(call, this.organizations);
			case "readOrganizationInboxMessages" -> this.inbox.markRead(call, this.organizations, size);
			case "archiveOrganizationInboxMessages" -> this.inbox.markArchived(call, this.organizations, size);
			case "addOrganizationUser" -> addMember(call);
			case "removeOrganizationUser" -> removeMember(call);
			case "getVapidPublicKey" -> vapidPublicKey();
			case "createSession" -> this.sessions.create(call);
			default -> throw new IllegalStateException("No handler for " + call.operationId());
		};
	}

	private Answer upsertUser(Call call) {
		Subject user = this.users.upsert(call.body(), USER_FIELDS, Instant.now());
		Map<String, Object> json = user.toJson(this.id);
		json.put("has_push_device", this.devices.isHeldBy(user.id()));
		return Answer.json(200, json);
	}

	private Answer upsertOrganization(Call call) {
		return Answer.json(200,
				this.organizations.upsert(call.body(), ORGANIZATION_FIELDS, Instant.now()).toJson(this.id));
	}

	private Answer delete(Subjects subjects, Call call) {
		Subject subject = subjects.require(call.body().get("identifier"));
		subjects.delete(subject);
		this.memberships.removeSubject(subject.id());
		this.devices.removeSubject(subject.id());
		this.schedules.removeSubject(subject.id());
		this.inbox.removeSubject(subject.id());
		return Answer.empty(204);
	}

	private Answer addMember(Call call) {
		Subject organization = this.organizations.require(call.body().at("/organization/identifier"));
		Subject user = this.users.require(call.body().at("/user/identifier"));
		this.memberships.add(organization.id(), user.id(), Json.data(call.body().get("data")));
		return Answer.empty(200);
	}

	private Answer removeMember(Call call) {
		Subject organization = this.organizations.require(call.body().at("/organization/identifier"));
		Subject user = this.users.require(call.body().at("/user/identifier"));
		this.memberships.remove(organization.id(), user.id());
		return Answer.empty(204);
	}

	private Answer vapidPublicKey() {
		if (this.vapidPublicKey == null) {
			throw Problem.notFound("no VAPID key is configured");
		}
		return Answer.json(200, Map.of("public_key", this.vapidPublicKey));
	}

	synchronized List<StoredUser> users() {
		return this.users.all().stream().map((user) -> user.toUser(this.devices.isHeldBy(user.id()))).toList();
	}

	synchronized List<StoredOrganization> organizations() {
		return this.organizations.all()
			.stream()
			.map((organization) -> organization.toOrganization(this.memberships.of(organization.id())))
			.toList();
	}

	synchronized List<StoredDevice> devices() {
		return List.copyOf(this.devices.all());
	}

	synchronized List<StoredSchedule> schedules() {
		return List.copyOf(this.schedules.all());
	}

	synchronized List<StoredMessage> messages() {
		return this.inbox.all().stream().map(Message::toStored).toList();
	}

	Events events() {
		return this.events;
	}

	Drops drops() {
		return this.drops;
	}

	synchronized void clear() {
		this.users.clear();
		this.organizations.clear();
		this.memberships.clear();
		this.devices.clear();
		this.schedules.clear();
		this.inbox.clear();
		this.events.clear();
		this.drops.clear();
	}

}
