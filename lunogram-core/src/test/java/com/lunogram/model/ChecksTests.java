package com.lunogram.model;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What no request may hold, each with the name of the field in the message. As a request
 * checks itself when it is built, nothing can have been sent.
 */
@NullUnmarked // on purpose: callers in other languages pass null
class ChecksTests {

	private static final Instant TIME = Instant.parse("2026-11-21T09:30:00Z");

	private static final ExternalId USER = ExternalId.of("u");

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource
	void refuses(String field, String reason, Runnable build) {
		assertThatIllegalArgumentException().isThrownBy(build::run)
			.withMessageStartingWith(field)
			.withMessageContaining(reason);
	}

	static Stream<Arguments> refuses() {
		return Stream.of(identifiers(), events(), users(), organizations(), schedules(), inbox(), devices())
			.flatMap((cases) -> cases);
	}

	private static Stream<Arguments> identifiers() {
		return Stream.of(refuse("external_id", "blank", () -> ExternalId.of(null)),
				refuse("external_id", "blank", () -> ExternalId.of("")),
				refuse("external_id", "blank", () -> ExternalId.of(" \t\n")),
				refuse("external_id", "U+0000", () -> ExternalId.of("a\0b")),
				refuse("external_id", "Unicode", () -> ExternalId.of("a\uD83D")),
				refuse("external_id", "Unicode", () -> ExternalId.of("\uDE00a")),
				refuse("external_id", "Unicode", () -> ExternalId.of("\uD83D\uD83D\uDE00")),
				refuse("source", "blank", () -> ExternalId.of("", "a")),
				refuse("source", "blank", () -> ExternalId.of(null, "a")),
				refuse("source", "U+0000", () -> ExternalId.of("\0", "a")),
				refuse("external_id", "blank", () -> ExternalId.anonymous("")),
				refuse("identifier", "at least one", () -> DeleteUserRequest.of()),
				refuse("identifier", "at least one", () -> new DeleteUserRequest(null)),
				refuse("identifier", "at least one", () -> DeleteOrganizationRequest.of()),
				refuse("authMethodID", "required", () -> new CreateSessionRequest(null, "u")),
				refuse("user_id", "blank", () -> new CreateSessionRequest(UUID.randomUUID(), " ")),
				refuse("user_id", "Unicode", () -> new CreateSessionRequest(UUID.randomUUID(), "\uD83D")));
	}

	private static Stream<Arguments> events() {
		return Stream.of(refuse("name", "blank", () -> UserEvent.builder("").user("u").build()),
				refuse("name", "blank", () -> UserEvent.builder(null).user("u").build()),
				refuse("name", "U+0000", () -> UserEvent.builder("a\0").user("u").build()),
				refuse("name", "Unicode", () -> UserEvent.builder("\uD800").user("u").build()),
				refuse("name", "blank", () -> OrganizationEvent.builder(" ").organization("o").build()),
				refuse("identifier or match", "required", () -> UserEvent.builder("e").build()),
				refuse("identifier or match", "required", () -> OrganizationEvent.builder("e").build()),
				refuse("identifier and match", "exclude",
						() -> UserEvent.builder("e").user("u").match(Map.of("a", 1)).build()),
				refuse("identifier and match", "exclude", () -> UserEvent.builder("e").user("u").matchAll().build()),
				refuse("identifier and match", "exclude",
						() -> OrganizationEvent.builder("e").organization("o").match(Map.of("a", 1)).build()),
				refuse("match", "every subject", () -> UserEvent.builder("e").match(Map.of())),
				refuse("match", "every subject", () -> OrganizationEvent.builder("e").match(Map.of())),
				refuse("data", "required", () -> UserEvent.builder("e").data((Object) null)),
				refuse("data", "required", () -> new UserEvent("e", List.of(USER), null, null)),
				refuse("data key", "required", () -> UserEvent.builder("e").data(null, 1)),
				refuse("data", "not both", () -> UserEvent.builder("e").data("a", 1).data(new Object())),
				refuse("data", "not both", () -> UserEvent.builder("e").data(new Object()).data("a", 1)));
	}

	private static Stream<Arguments> users() {
		return Stream
			.of(emails(), phones(),
					Stream.of(refuse("identifier", "at least one", () -> UpsertUserRequest.builder().build()),
							refuse("external_id", "blank", () -> UpsertUserRequest.builder("")),
							refuse("locale", "language",
									() -> UpsertUserRequest.builder("u").locale(Locale.ROOT).build())))
			.flatMap((cases) -> cases);
	}

	private static Stream<Arguments> emails() {
		return Stream
			.of("", " ", "lucy", "lucy@", "@example.com", "lucy @example.com", "l@example.com ", "a@b@c.com",
					"l\u00FCcy@example.com", "lucy@ex\u00E4mple.com", "a@b,c", "<lucy@example.com>")
			.map((email) -> refuse("email", "", () -> UpsertUserRequest.builder("u").email(email).build()));
	}

	private static Stream<Arguments> phones() {
		return Stream
			.of("", " ", "0612345678", "31612345678", "+0612345678", "+31 612345678", "+3161234567x",
					"+1234567890123456", "+1", "+\u0661612345678")
			.map((phone) -> refuse("phone", "", () -> UpsertUserRequest.builder("u").phone(phone).build()));
	}

	private static Stream<Arguments> organizations() {
		return Stream.of(refuse("identifier", "at least one", () -> UpsertOrganizationRequest.builder().build()),
				refuse("name", "blank", () -> UpsertOrganizationRequest.builder("o").name("").build()),
				refuse("name", "U+0000", () -> UpsertOrganizationRequest.builder("o").name("\0").build()),
				refuse("organization.identifier", "at least one",
						() -> new OrganizationUserRequest(List.of(), List.of(USER), null)),
				refuse("user.identifier", "at least one",
						() -> new OrganizationUserRequest(List.of(USER), List.of(), null)),
				refuse("organization.identifier", "at least one",
						() -> new RemoveOrganizationUserRequest(List.of(), List.of(USER))),
				refuse("user.identifier", "at least one",
						() -> new RemoveOrganizationUserRequest(List.of(USER), List.of())));
	}

	private static Stream<Arguments> schedules() {
		return Stream.of(
				refuse("scheduled_at", "required", () -> UpsertUserScheduledRequest.once("s", null).user("u").build()),
				refuse("scheduled_at", "required",
						() -> UpsertOrganizationScheduledRequest.once("s", null).organization("o").build()),
				refuse("scheduled_at", "9999",
						() -> UpsertUserScheduledRequest.once("s", Instant.MAX).user("u").build()),
				refuse("start_at", "9999",
						() -> UpsertUserScheduledRequest.every("s", "7 days")
							.startAt(Instant.parse("+10000-01-01T00:00:00Z"))
							.user("u")
							.build()),
				refuse("start_at", "interval",
						() -> UpsertUserScheduledRequest.once("s", TIME).startAt(TIME).user("u").build()),
				refuse("name", "blank", () -> UpsertUserScheduledRequest.once(" ", TIME).user("u").build()),
				refuse("name", "blank",
						() -> UpsertOrganizationScheduledRequest.once("", TIME).organization("o").build()),
				refuse("interval", "blank", () -> UpsertUserScheduledRequest.every("s", "")),
				refuse("interval", "blank", () -> UpsertOrganizationScheduledRequest.every("s", " ")),
				refuse("interval", "positive", () -> UpsertUserScheduledRequest.every("s", Duration.ZERO)),
				refuse("interval", "positive", () -> UpsertUserScheduledRequest.every("s", Duration.ofHours(-1))),
				refuse("interval", "positive", () -> UpsertUserScheduledRequest.every("s", Period.ZERO)),
				refuse("interval", "positive", () -> UpsertOrganizationScheduledRequest.every("s", Period.ofDays(-1))),
				refuse("interval", "required", () -> UpsertUserScheduledRequest.every("s", (Duration) null)),
				refuse("identifier", "at least one", () -> UpsertUserScheduledRequest.once("s", TIME).build()),
				refuse("id", "required", () -> UpsertUserScheduledRequest.once("s", TIME).id(null)),
				refuse("name", "blank", () -> DeleteUserScheduledRequest.of("", USER)),
				refuse("identifier", "at least one", () -> DeleteUserScheduledRequest.of("s")),
				refuse("name", "blank", () -> DeleteOrganizationScheduledRequest.of(null, USER)),
				refuse("identifier", "at least one", () -> DeleteOrganizationScheduledRequest.of("s")));
	}

	private static Stream<Arguments> inbox() {
		return Stream.of(refuse("target", "required", () -> message().build()),
				refuse("target", "either", () -> message().user("u").organization("o")),
				refuse("external_id", "blank", () -> InboxMessage.builder(Channel.INBOX, "")),
				refuse("identifier", "required",
						() -> InboxMessage.builder(Channel.INBOX, (ExternalId) null).user("u").build()),
				refuse("channel", "required", () -> InboxMessage.builder(null, "m").user("u").build()),
				refuse("priority", "1 and 5", () -> message().user("u").priority(0).build()),
				refuse("priority", "1 and 5", () -> message().user("u").priority(6).build()),
				refuse("tags", "blank", () -> message().user("u").tags("a", " ").build()),
				refuse("tags", "comma", () -> message().user("u").tags("a,b").build()),
				refuse("source", "blank", () -> message().user("u").source("").build()),
				refuse("scheduled_at", "9999", () -> message().user("u").scheduledAt(Instant.MAX).build()),
				refuse("expires_at", "9999", () -> message().user("u").expiresAt(Instant.MIN).build()),
				refuse("message_id", "required", () -> InboxMessageRef.of(null, USER)),
				refuse("target", "at least one", () -> InboxMessageRef.of(UUID.randomUUID())),
				refuse("external_id", "required", () -> InboxQuery.builder(null, Channel.INBOX).build()),
				refuse("channel", "required", () -> InboxQuery.builder(USER, null).build()),
				refuse("limit", "1 and 100", () -> query().limit(0).build()),
				refuse("limit", "1 and 100", () -> query().limit(101).build()),
				refuse("offset", "negative", () -> query().offset(-1).build()),
				refuse("priority", "1 and 5", () -> query().priority(9).build()),
				refuse("tags", "comma", () -> query().tags("a,b").build()),
				refuse("message_source", "blank", () -> query().messageSource("").build()));
	}

	private static Stream<Arguments> devices() {
		URI endpoint = URI.create("https://push.example/1");
		return Stream.of(refuse("device_id", "blank", () -> DeviceRegistration.android("", "t").user("u").build()),
				refuse("config.token", "blank", () -> DeviceRegistration.android("d", null).user("u").build()),
				refuse("config.token", "blank", () -> DeviceRegistration.ios("d", " ").user("u").build()),
				refuse("config.token", "blank", () -> device(DeviceOs.IOS, web(endpoint, "p", "a"))),
				refuse("config.endpoint", "required",
						() -> DeviceRegistration.web("d", null, "p", "a").user("u").build()),
				refuse("config.endpoint", "absolute",
						() -> DeviceRegistration.web("d", URI.create(""), "p", "a").user("u").build()),
				refuse("config.endpoint", "required",
						() -> device(DeviceOs.WEB, new DeviceConfig("t", null, null, null, null))),
				refuse("config.keys.p256dh", "blank",
						() -> DeviceRegistration.web("d", endpoint, "", "a").user("u").build()),
				refuse("config.keys.auth", "blank",
						() -> DeviceRegistration.web("d", endpoint, "p", null).user("u").build()),
				refuse("config.expiration_time", "9999",
						() -> DeviceRegistration.web("d", endpoint, "p", "a")
							.expirationTime(Instant.MAX)
							.user("u")
							.build()),
				refuse("config", "required", () -> device(DeviceOs.IOS, null)),
				refuse("os", "required", () -> device(null, web(endpoint, "p", "a"))),
				refuse("identifier", "at least one", () -> DeviceRegistration.ios("d", "t").build()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a b", "\u00FC@x.y", "\uD83D\uDE00", "a\nb", "\uFFFF", "{\"a\":1}", "%2F" })
	void takesIdsOfAnyOtherText(String id) {
		assertThat(ExternalId.of(id).externalId()).isEqualTo(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "lucy@example.com", "l+tag@a.b.example", "o'neill_1%@x", "a@b" })
	void takesEmailAddresses(String email) {
		assertThat(UpsertUserRequest.builder("u").email(email).build().email()).isEqualTo(email);
	}

	@Test
	void takesAnEmptyMatchByNameOnly() {
		assertThat(UserEvent.builder("e").matchAll().build().match()).isEqualTo(Match.all());
		assertThat(Match.all().pairs()).isEmpty();
	}

	@Test
	void takesBothEndsOfAPage() {
		assertThatNoException().isThrownBy(() -> query().limit(1).offset(0).build());
		assertThatNoException().isThrownBy(() -> query().limit(100).build());
	}

	private static InboxMessage.Builder message() {
		return InboxMessage.builder(Channel.INBOX, "m");
	}

	private static InboxQuery.Builder query() {
		return InboxQuery.builder(USER, Channel.INBOX);
	}

	private static DeviceConfig web(URI endpoint, String p256dh, String auth) {
		return new DeviceConfig(null, endpoint, null, p256dh, auth);
	}

	private static DeviceRegistration device(DeviceOs os, DeviceConfig config) {
		return new DeviceRegistration(List.of(USER), "d", os, null, null, null, null, config);
	}

	private static Arguments refuse(String field, String reason, Runnable build) {
		return arguments(field, reason, build);
	}

	@Test
	void nothingIsSentByAnUnknownChannel() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> InboxMessage.builder(Channel.UNKNOWN, "m-1").user("u").build())
			.withMessageStartingWith("channel must be");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> InboxQuery.builder(ExternalId.of("u"), Channel.UNKNOWN).build())
			.withMessageStartingWith("channel must be");
	}

}
