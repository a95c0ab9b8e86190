package com.lunogram;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

import com.lunogram.model.Channel;
import com.lunogram.model.DeviceRegistration;
import com.lunogram.model.ExternalId;
import com.lunogram.model.InboxCount;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.InboxMessageRef;
import com.lunogram.model.InboxPage;
import com.lunogram.model.InboxQuery;
import com.lunogram.model.InboxStatus;
import com.lunogram.model.Operation;
import com.lunogram.model.Organization;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.OrganizationUserRequest;
import com.lunogram.model.ScheduledAccepted;
import com.lunogram.model.SessionToken;
import com.lunogram.model.StoredExternalId;
import com.lunogram.model.StoredInboxMessage;
import com.lunogram.model.UpsertOrganizationRequest;
import com.lunogram.model.UpsertOrganizationScheduledRequest;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UpsertUserScheduledRequest;
import com.lunogram.model.User;
import com.lunogram.model.UserEvent;
import org.jspecify.annotations.Nullable;

/**
 * One call of every operation: what a caller writes, what must go over the wire for it,
 * what a server answers, and what the caller must get.
 *
 * @param operation the operation
 * @param call what a caller writes
 * @param path path and query that must be requested, below the root of a generation
 * @param request body that must be sent, to the letter; empty for none
 * @param answer body that a server answers; empty for none
 * @param result what the call must return; {@code null} for nothing
 */
record SampleCall(Operation operation, Function<LunogramClient, @Nullable Object> call, String path, String request,
		String answer, @Nullable Object result) {

	private static final UUID ID = UUID.fromString("0192b6a0-0000-7000-8000-000000000001");

	private static final UUID PROJECT = UUID.fromString("0192b6a0-0000-7000-8000-000000000002");

	private static final UUID OTHER = UUID.fromString("0192b6a0-0000-7000-8000-000000000003");

	private static final Instant TIME = Instant.parse("2026-11-21T09:30:00Z");

	private static final Instant LATER = Instant.parse("2026-11-21T10:30:00.123456Z");

	private static final Map<Operation, SampleCall> ALL = new EnumMap<>(Operation.class);

	static {
		users();
		organizations();
		inbox();
		others();
	}

	/** A call for every operation there is. */
	static List<SampleCall> all() {
		return List.copyOf(ALL.values());
	}

	static SampleCall of(Operation operation) {
		SampleCall sample = ALL.get(operation);
		if (sample == null) {
			throw new AssertionError("No sample for " + operation);
		}
		return sample;
	}

	@Override
	public String toString() {
		return this.operation.name();
	}

	private static void add(Operation operation, Function<LunogramClient, @Nullable Object> call, String path,
			String request, String answer, @Nullable Object result) {
		ALL.put(operation, new SampleCall(operation, call, path, request, answer, result));
	}

	private static void add(Operation operation, Consumer<LunogramClient> call, String path, String request) {
		add(operation, (client) -> {
			call.accept(client);
			return null;
		}, path, request, "", null);
	}

	private static void users() {
		add(Operation.UPSERT_USER,
				(client) -> client.users()
					.upsert(UpsertUserRequest
						.builder(ExternalId.of("user-123"),
								ExternalId.of("stripe", "cus_1").withMetadata(Map.of("since", 2024)))
						.email("lucy@example.com")
						.phone("+31612345678")
						.timezone(ZoneId.of("Europe/Amsterdam"))
						.locale(Locale.forLanguageTag("nl-NL"))
						.data("plan", "pro")
						.build()),
				"/users", """
						{"identifier":[{"external_id":"user-123"},\
						{"source":"stripe","external_id":"cus_1","metadata":{"since":2024}}],\
						"email":"lucy@example.com","phone":"+31612345678","timezone":"Europe/Amsterdam",\
						"locale":"nl-NL","data":{"plan":"pro"}}""",
				"""
						{"id":"0192b6a0-0000-7000-8000-000000000001","project_id":"0192b6a0-0000-7000-8000-000000000002",
						"identifier":[{"id":"0192b6a0-0000-7000-8000-000000000003","source":"default","external_id":"user-123",
						"metadata":null,"created_at":"2026-11-21T09:30:00Z","updated_at":"2026-11-21T10:30:00.123456Z"}],
						"email":"lucy@example.com","phone":"+31612345678","timezone":"Europe/Amsterdam","locale":"nl-NL",
						"data":{"plan":"pro","score":null},"has_push_device":true,"version":3,
						"created_at":"2026-11-21T09:30:00Z","updated_at":"2026-11-21T11:30:00.123456+01:00"}""",
				new User(ID, PROJECT, List.of(new StoredExternalId(OTHER, "default", "user-123", null, TIME, LATER)),
						"lucy@example.com", "+31612345678", mapOf("plan", "pro", "score", null), "Europe/Amsterdam",
						"nl-NL", true, 3, TIME, LATER));
		add(Operation.DELETE_USER,
				(client) -> client.users().delete(ExternalId.of("user-123"), ExternalId.of("crm", "7")), "/users", """
						{"identifier":[{"external_id":"user-123"},{"source":"crm","external_id":"7"}]}""");
		add(Operation.POST_USER_EVENTS,
				(client) -> client.users()
					.events()
					.post(UserEvent.builder("order.completed").user("user-123").data("total", 12.5).build(),
							UserEvent.builder("maintenance").match(Map.of("plan", "enterprise")).build(),
							UserEvent.builder("relaunch").matchAll().build()),
				"/users/events", """
						[{"name":"order.completed","identifier":[{"external_id":"user-123"}],"data":{"total":12.5}},\
						{"name":"maintenance","match":{"plan":"enterprise"},"data":{}},\
						{"name":"relaunch","match":{},"data":{}}]""");
		add(Operation.UPSERT_USER_SCHEDULED,
				(client) -> client.users()
					.scheduled()
					.upsert(UpsertUserScheduledRequest.once("trial_end", LATER)
						.id(ID)
						.user("user-123")
						.data("plan", "pro")
						.build()),
				"/users/scheduled", """
						{"id":"0192b6a0-0000-7000-8000-000000000001","name":"trial_end",\
						"identifier":[{"external_id":"user-123"}],\
						"scheduled_at":"2026-11-21T10:30:00.123456Z","data":{"plan":"pro"}}""", """
						{"id":"0192b6a0-0000-7000-8000-000000000001","name":"trial_end",
						"scheduled_at":"2026-11-21T10:30:00.123456Z","data":{"plan":"pro"}}""",
				new ScheduledAccepted(ID, "trial_end", LATER, Map.of("plan", "pro")));
		add(Operation.DELETE_USER_SCHEDULED,
				(client) -> client.users().scheduled().delete("trial_end", ExternalId.anonymous("anon-1")),
				"/users/scheduled", """
						{"name":"trial_end","identifier":[{"source":"anonymous","external_id":"anon-1"}]}""");
		add(Operation.REGISTER_DEVICE,
				(client) -> client.users()
					.devices()
					.register(DeviceRegistration
						.web("device-1", URI.create("https://push.example/send/1?a=b"), "public", "secret")
						.user("user-123")
						.osVersion("126")
						.model("Firefox")
						.appVersion("1.0")
						.expirationTime(TIME)
						.data("beta", true)
						.build()),
				"/users/devices",
				"""
						{"identifier":[{"external_id":"user-123"}],"device_id":"device-1","os":"web","os_version":"126",\
						"model":"Firefox","app_version":"1.0","data":{"beta":true},\
						"config":{"endpoint":"https://push.example/send/1?a=b","expiration_time":"2026-11-21T09:30:00Z",\
						"keys":{"p256dh":"public","auth":"secret"}}}""");
	}

	private static void organizations() {
		add(Operation.UPSERT_ORGANIZATION,
				(client) -> client.organizations()
					.upsert(UpsertOrganizationRequest.builder("org-1").name("Acme").data("seats", 12).build()),
				"/organizations", """
						{"identifier":[{"external_id":"org-1"}],"name":"Acme","data":{"seats":12}}""",
				"""
						{"id":"0192b6a0-0000-7000-8000-000000000001","project_id":"0192b6a0-0000-7000-8000-000000000002",
						"identifier":[{"id":"0192b6a0-0000-7000-8000-000000000003","source":"default","external_id":"org-1",
						"metadata":{"a":1},"created_at":"2026-11-21T09:30:00Z","updated_at":"2026-11-21T09:30:00Z"}],
						"name":"Acme","data":{"seats":12},"version":0,
						"created_at":"2026-11-21T09:30:00Z","updated_at":"2026-11-21T09:30:00Z"}""",
				new Organization(ID, PROJECT,
						List.of(new StoredExternalId(OTHER, "default", "org-1", Map.of("a", 1), TIME, TIME)), "Acme",
						Map.of("seats", 12), 0, TIME, TIME));
		add(Operation.DELETE_ORGANIZATION, (client) -> client.organizations().delete(ExternalId.of("org-1")),
				"/organizations", """
						{"identifier":[{"external_id":"org-1"}]}""");
		add(Operation.ADD_ORGANIZATION_USER,
				(client) -> client.organizations()
					.users()
					.add(OrganizationUserRequest.builder("org-1", "user-123").data("role", "admin").build()),
				"/organizations/users", """
						{"organization":{"identifier":[{"external_id":"org-1"}]},\
						"user":{"identifier":[{"external_id":"user-123"}]},"data":{"role":"admin"}}""");
		add(Operation.REMOVE_ORGANIZATION_USER,
				(client) -> client.organizations()
					.users()
					.remove(ExternalId.of("org-1"), ExternalId.of("crm", "user-123")),
				"/organizations/users", """
						{"organization":{"identifier":[{"external_id":"org-1"}]},\
						"user":{"identifier":[{"source":"crm","external_id":"user-123"}]}}""");
		add(Operation.POST_ORGANIZATION_EVENTS,
				(client) -> client.organizations()
					.events()
					.post(OrganizationEvent.builder("invoice.paid").organization("org-1").data("total", 99).build(),
							OrganizationEvent.builder("renewed").match(Map.of("tier", 1)).build()),
				"/organizations/events", """
						[{"name":"invoice.paid","identifier":[{"external_id":"org-1"}],"data":{"total":99}},\
						{"name":"renewed","match":{"tier":1}}]""");
		add(Operation.UPSERT_ORGANIZATION_SCHEDULED,
				(client) -> client.organizations()
					.scheduled()
					.upsert(UpsertOrganizationScheduledRequest.every("weekly_digest", "7 days")
						.id(ID)
						.organization("org-1")
						.startAt(TIME)
						.build()),
				"/organizations/scheduled",
				"""
						{"id":"0192b6a0-0000-7000-8000-000000000001","name":"weekly_digest",\
						"identifier":[{"external_id":"org-1"}],"start_at":"2026-11-21T09:30:00Z","interval":"7 days"}""",
				"""
						{"id":"0192b6a0-0000-7000-8000-000000000001","name":"weekly_digest",
						"scheduled_at":"2026-11-21T09:30:00Z"}""",
				new ScheduledAccepted(ID, "weekly_digest", TIME, null));
		add(Operation.DELETE_ORGANIZATION_SCHEDULED,
				(client) -> client.organizations().scheduled().delete("weekly_digest", ExternalId.of("org-1")),
				"/organizations/scheduled", """
						{"name":"weekly_digest","identifier":[{"external_id":"org-1"}]}""");
	}

	private static void inbox() {
		add(Operation.POST_USER_INBOX,
				(client) -> client.users()
					.inbox()
					.post(InboxMessage.builder(Channel.INBOX, ExternalId.of("orders", "o-7"))
						.user("user-123")
						.senderIdentityId(ID)
						.campaignId(PROJECT)
						.broadcastId(OTHER)
						.content("title", "Shipped")
						.data("order", 7)
						.tags("orders", "news")
						.priority(1)
						.source("shop")
						.scheduledAt(TIME)
						.expiresAt(LATER)
						.build()),
				"/users/inbox", """
						[{"target":[{"external_id":"user-123"}],"identifier":{"source":"orders","external_id":"o-7"},\
						"channel":"inbox","sender_identity_id":"0192b6a0-0000-7000-8000-000000000001",\
						"campaign_id":"0192b6a0-0000-7000-8000-000000000002",\
						"broadcast_id":"0192b6a0-0000-7000-8000-000000000003","content":{"title":"Shipped"},\
						"data":{"order":7},"tags":["orders","news"],"priority":1,"source":"shop",\
						"scheduled_at":"2026-11-21T09:30:00Z","expires_at":"2026-11-21T10:30:00.123456Z"}]""");
		add(Operation.POST_ORGANIZATION_INBOX,
				(client) -> client.organizations()
					.inbox()
					.post(InboxMessage.builder(Channel.INBOX, "m-1").organization("org-1").build(),
							InboxMessage.builder(Channel.INBOX, "m-2").organization("org-2").build()),
				"/organizations/inbox", """
						[{"target":[{"external_id":"org-1"}],"identifier":{"external_id":"m-1"},"channel":"inbox"},\
						{"target":[{"external_id":"org-2"}],"identifier":{"external_id":"m-2"},"channel":"inbox"}]""");
		add(Operation.LIST_USER_INBOX,
				(client) -> client.users()
					.inbox()
					.list(InboxQuery.builder(ExternalId.of("crm", "a/b c+d"), Channel.INBOX)
						.status(InboxStatus.UNREAD)
						.tags("orders", "news")
						.messageSource("shop")
						.priority(2)
						.limit(50)
						.offset(100)
						.build()),
				"/users/inbox?source=crm&external_id=a%2Fb%20c%2Bd&channel=inbox&status=unread&tags=orders%2Cnews"
						+ "&message_source=shop&priority=2&limit=50&offset=100",
				"",
				"""
						{"results":[{"id":"0192b6a0-0000-7000-8000-000000000001",
						"project_id":"0192b6a0-0000-7000-8000-000000000002","user_id":"0192b6a0-0000-7000-8000-000000000003",
						"external_id":"o-7","channel":"inbox","sender_identity_id":null,"content":{"title":"Shipped"},
						"data":{},"tags":["orders"],"priority":2,"source":"shop","scheduled_at":"2026-11-21T09:30:00Z",
						"expires_at":null,"read_at":"2026-11-21T10:30:00.123456Z","created_at":"2026-11-21T09:30:00Z",
						"updated_at":"2026-11-21T09:30:00Z"}],"total":101,"limit":50,"offset":100}""",
				new InboxPage(List.of(new StoredInboxMessage(ID, PROJECT, OTHER, null, "o-7", Channel.INBOX, null, null,
						null, Map.of("title", "Shipped"), Map.of(), List.of("orders"), 2, "shop", TIME, null, LATER,
						null, null, TIME, TIME)), 101, 50, 100));
		add(Operation.LIST_ORGANIZATION_INBOX,
				(client) -> client.organizations()
					.inbox()
					.list(InboxQuery.builder(ExternalId.of("org-1"), Channel.EMAIL).build()),
				"/organizations/inbox?source=default&external_id=org-1&channel=email", "", """
						{"results":[],"total":0,"limit":20,"offset":0}""", new InboxPage(List.of(), 0, 20, 0));
		add(Operation.COUNT_USER_INBOX,
				(client) -> client.users().inbox().count(ExternalId.of("user-123"), Channel.PUSH),
				"/users/inbox/count?source=default&external_id=user-123&channel=push", "", """
						{"unread":2,"total":5}""", new InboxCount(2, 5));
		add(Operation.COUNT_ORGANIZATION_INBOX,
				(client) -> client.organizations().inbox().count(ExternalId.of("crm", "org-1"), Channel.SMS),
				"/organizations/inbox/count?source=crm&external_id=org-1&channel=sms", "", """
						{"unread":0,"total":0}""", new InboxCount(0, 0));
		String refs = """
				[{"target":[{"external_id":"user-123"}],"message_id":"0192b6a0-0000-7000-8000-000000000001"},\
				{"target":[{"source":"crm","external_id":"8"}],"message_id":"0192b6a0-0000-7000-8000-000000000003"}]""";
		InboxMessageRef first = InboxMessageRef.of(ID, ExternalId.of("user-123"));
		InboxMessageRef second = InboxMessageRef.of(OTHER, ExternalId.of("crm", "8"));
		add(Operation.READ_USER_INBOX, (client) -> client.users().inbox().markRead(first, second), "/users/inbox/read",
				refs);
		add(Operation.ARCHIVE_USER_INBOX, (client) -> client.users().inbox().archive(first, second),
				"/users/inbox/archived", refs);
		add(Operation.READ_ORGANIZATION_INBOX, (client) -> client.organizations().inbox().markRead(first, second),
				"/organizations/inbox/read", refs);
		add(Operation.ARCHIVE_ORGANIZATION_INBOX, (client) -> client.organizations().inbox().archive(first, second),
				"/organizations/inbox/archived", refs);
	}

	private static void others() {
		add(Operation.GET_VAPID_PUBLIC_KEY, (client) -> client.push().vapidPublicKey(), "/push/vapid", "", """
				{"public_key":"BPubKey"}""", "BPubKey");
		add(Operation.CREATE_SESSION, (client) -> client.sessions().create(ID, "user-123"),
				"/auth-methods/0192b6a0-0000-7000-8000-000000000001/sessions", """
						{"user_id":"user-123"}""", """
						{"token":"ey.J.hbGc","expires_at":"2026-11-21T09:30:00Z"}""",
				new SessionToken("ey.J.hbGc", TIME));
	}

	private static Map<String, @Nullable Object> mapOf(String key, Object value, String other,
			@Nullable Object otherValue) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put(key, value);
		map.put(other, otherValue);
		return map;
	}

}
