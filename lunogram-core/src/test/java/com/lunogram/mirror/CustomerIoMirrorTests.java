package com.lunogram.mirror;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.matching.MatchResult;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.UnauthorizedException;
import com.lunogram.delivery.DeadLetter;
import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.DeliveryStatus;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.model.DeleteOrganizationRequest;
import com.lunogram.model.DeleteUserRequest;
import com.lunogram.model.DeviceRegistration;
import com.lunogram.model.ExternalId;
import com.lunogram.model.Operation;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.OrganizationUserRequest;
import com.lunogram.model.RemoveOrganizationUserRequest;
import com.lunogram.model.UpsertOrganizationRequest;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UpsertUserScheduledRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import com.lunogram.support.ContractServer;
import com.lunogram.support.CustomerIoServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * What goes to Lunogram goes to Customer.io too, whatever happens to either.
 */
@Timeout(240)
class CustomerIoMirrorTests {

	private static final Duration LONG = Duration.ofMinutes(2);

	private static final JsonMapper JSON = JsonMapper.shared();

	@RegisterExtension
	static final ContractServer lunogram = ContractServer.forBadAnswers();

	@RegisterExtension
	static final CustomerIoServer customerIo = CustomerIoServer.forBadAnswers();

	private final List<LunogramPublisher> publishers = new ArrayList<>();

	/** What is done after the commit of a transaction that tests make up. */
	private final List<Runnable> committed = new ArrayList<>();

	private CustomerIoMapping mapping = (write) -> write;

	@SuppressWarnings("NullAway.Init")
	private CustomerIoMirror mirror;

	@SuppressWarnings("NullAway.Init")
	private LunogramPublisher mirrorPublisher;

	@SuppressWarnings("NullAway.Init")
	private LunogramPublisher publisher;

	@BeforeEach
	void setUp() {
		lunogram.wireMock().stubFor(any(anyUrl()).willReturn(aResponse().withStatus(202)));
		customerIo.answerJson(200, "{}");
		this.mirror = new CustomerIoMirror(customerIo.trackClient(), (write) -> this.mapping.map(write), "1");
		this.mirrorPublisher = mirrorPublisher(Duration.ofSeconds(20));
		this.publisher = beside(LunogramPublisher.memory(lunogram.client()).linger(Duration.ofMillis(20)).build());
	}

	@AfterEach
	void tearDown() {
		this.publishers.forEach(LunogramPublisher::close);
	}

	private LunogramPublisher mirrorPublisher(Duration shutdownTimeout) {
		return LunogramPublisher.memory(this.mirror)
			.maxBatchBytes(CustomerIoMirror.MAX_BATCH_BYTES)
			.linger(Duration.ofMillis(20))
			.shutdownTimeout(shutdownTimeout)
			.build();
	}

	private LunogramPublisher beside(LunogramPublisher first) {
		LunogramPublisher both = LunogramPublisher.mirrored(first, this.mirrorPublisher, this.committed::add);
		this.publishers.add(both);
		return both;
	}

	private DeliveryControl control() {
		DeliveryControl control = this.mirrorPublisher.control();
		return Objects.requireNonNull(control);
	}

	/** The operations that Customer.io got, in order. */
	private static List<JsonNode> operations() {
		List<JsonNode> operations = new ArrayList<>();
		for (LoggedRequest request : customerIo.requests()) {
			JsonNode body = JSON.readTree(request.getBody());
			if (request.getUrl().equals("/api/v2/batch")) {
				body.get("batch").forEach(operations::add);
			}
			else {
				operations.add(body);
			}
		}
		return operations;
	}

	private static List<String> names(Collection<JsonNode> operations) {
		return operations.stream().map((operation) -> operation.path("name").asString("")).toList();
	}

	private static UserEvent event(String name, String user) {
		return UserEvent.builder(name).user(user).data("total", 12.5).build();
	}

	private static void lunogramAnswers(ResponseDefinitionBuilder answer) {
		lunogram.wireMock().stubFor(post(anyUrl()).willReturn(answer));
	}

	/**
	 * Only the mirror: what the other side would have to say to some is of no account.
	 */
	private void mirror(Write... writes) {
		this.mirrorPublisher.publish(writes);
		assertThat(this.mirrorPublisher.flush(LONG)).isTrue();
	}

	@Test
	void aUserIsIdentified() {
		mirror(UpsertUserRequest
			.builder(ExternalId.of("crm", "7"), ExternalId.of("user-1"), ExternalId.anonymous("anon-1"))
			.email("lucy@example.com")
			.phone("+31612345678")
			.timezone(ZoneId.of("Europe/Amsterdam"))
			.locale(Locale.forLanguageTag("nl-NL"))
			.data("plan", "pro")
			.data("left", null)
			.data("id", "of something else")
			.build());
		assertThat(operations()).containsExactly(JSON.readTree("""
				{"type": "person", "action": "identify", "identifiers": {"id": "user-1"}, "attributes": {
				  "plan": "pro", "left": null, "email": "lucy@example.com", "phone": "+31612345678",
				  "timezone": "Europe/Amsterdam", "locale": "nl-NL", "anonymous_id": "anon-1"}}"""));
	}

	@Test
	void anEventIsTrackedWithAnIdAndItsTime() {
		long before = Instant.now().getEpochSecond();
		mirror(event("order.completed", "user-1"), event("order.completed", "user-1"));
		long after = Instant.now().getEpochSecond();
		List<JsonNode> operations = operations();
		assertThat(operations).hasSize(2).allSatisfy((operation) -> {
			assertThat(operation.get("type").asString()).isEqualTo("person");
			assertThat(operation.get("action").asString()).isEqualTo("event");
			assertThat(operation.get("identifiers")).isEqualTo(JSON.readTree("{\"id\": \"user-1\"}"));
			assertThat(operation.get("name").asString()).isEqualTo("order.completed");
			assertThat(operation.get("attributes")).isEqualTo(JSON.readTree("{\"total\": 12.5}"));
			assertThat(operation.get("id").asString()).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
			assertThat(operation.get("timestamp").asLong()).isBetween(before, after);
		});
		assertThat(operations.get(0).get("id")).isNotEqualTo(operations.get(1).get("id"));
	}

	@Test
	void anEventOfSomebodyUnknownIsAnonymousAndKeepsItsPlace() {
		ExternalId anonymous = ExternalId.anonymous("anon-1");
		mirror(event("first", "user-1"), UserEvent.builder("second").user(anonymous).data("from", "ad").build(),
				UserEvent.builder("third").user(anonymous, ExternalId.of("user-1")).build());
		assertThat(names(operations())).containsExactly("first", "second", "third");
		assertThat(customerIo.requests()).extracting(LoggedRequest::getUrl)
			.containsExactly("/api/v2/batch", "/api/v1/events", "/api/v2/batch");
		JsonNode second = operations().get(1);
		assertThat(second.get("anonymous_id").asString()).isEqualTo("anon-1");
		assertThat(second.get("data")).isEqualTo(JSON.readTree("{\"from\": \"ad\"}"));
		assertThat(second.get("id").asString()).hasSize(26);
		assertThat(second.get("timestamp").isIntegralNumber()).isTrue();
	}

	@Test
	void everythingElseBecomesWhatItIs() {
		mirror(new DeleteUserRequest(List.of(ExternalId.of("user-1"))),
				DeviceRegistration.android("device-1", "token-1").user("user-1").model("Pixel").build(),
				UpsertOrganizationRequest.builder("org-1").name("Acme").data("seats", 5).build(),
				OrganizationUserRequest.builder("org-1", "user-1").data("role", "admin").build(),
				new RemoveOrganizationUserRequest(List.of(ExternalId.of("org-1")), List.of(ExternalId.of("user-1"))),
				new DeleteOrganizationRequest(List.of(ExternalId.of("org-1"))));
		assertThat(operations()).containsExactly(JSON.readTree("""
				{"type": "person", "action": "delete", "identifiers": {"id": "user-1"}}"""), JSON.readTree("""
				{"type": "person", "action": "add_device", "identifiers": {"id": "user-1"}, "device": {
				  "token": "token-1", "platform": "android", "attributes": {"device_model": "Pixel"}}}"""),
				JSON.readTree("""
						{"type": "object", "action": "identify", "identifiers": {"object_type_id": "1",
						  "object_id": "org-1"}, "attributes": {"seats": 5, "name": "Acme"}}"""), JSON.readTree("""
						{"type": "person", "action": "add_relationships", "identifiers": {"id": "user-1"},
						  "cio_relationships": [{"identifiers": {"object_type_id": "1", "object_id": "org-1"},
						  "relationship_attributes": {"role": "admin"}}]}"""), JSON.readTree("""
						{"type": "person", "action": "delete_relationships", "identifiers": {"id": "user-1"},
						  "cio_relationships": [{"identifiers": {"object_type_id": "1",
						  "object_id": "org-1"}}]}"""), JSON.readTree("""
						{"type": "object", "action": "delete", "identifiers": {"object_type_id": "1",
						  "object_id": "org-1"}}"""));
		assertThat(this.mirror.skipped().values()).containsOnly(0L);
	}

	@Test
	void whatHasNoCounterpartIsCounted() {
		mirror(UserEvent.builder("maintenance").match(Map.of("plan", "pro")).build(),
				UserEvent.builder("seen").user(ExternalId.of("stripe", "cus_1")).build(),
				UpsertUserRequest.builder(ExternalId.anonymous("anon-1")).build(),
				OrganizationEvent.builder("renewed").organization("org-1").build(),
				UpsertUserScheduledRequest.once("trial_end", Instant.now().plusSeconds(60)).user("user-1").build(),
				DeviceRegistration.web("device-1", URI.create("https://push.example.com/1"), "key", "auth")
					.user("user-1")
					.build(),
				UserEvent.builder("large").user("user-1").data("text", "x".repeat(40_000)).build());
		assertThat(this.mirror.skipped()).containsEntry(SkipReason.MATCH, 1L)
			.containsEntry(SkipReason.NO_ID, 2L)
			.containsEntry(SkipReason.NO_COUNTERPART, 3L)
			.containsEntry(SkipReason.TOO_LARGE, 1L)
			.containsEntry(SkipReason.DROPPED, 0L);
		assertThat(customerIo.requests()).isEmpty();
	}

	@Test
	void withoutAnObjectTypeOrganizationsAreCounted() {
		CustomerIoMirror without = new CustomerIoMirror(customerIo.trackClient(), (write) -> write, null);
		assertThat(without.prepare(UpsertOrganizationRequest.builder("org-1").build())).isNull();
		assertThat(without.skipped()).containsEntry(SkipReason.NO_OBJECT_TYPE, 1L);
	}

	@Test
	void aMappingRenamesAndDropsAndMayFail() {
		this.mapping = (write) -> switch (((UserEvent) write).name()) {
			case "renamed" -> new UserEvent("purchase", ((UserEvent) write).identifier(), null, Map.of("n", 1));
			case "dropped" -> null;
			case "broken" -> throw new IllegalStateException("broken mapping");
			default -> write;
		};
		this.publisher.publish(event("renamed", "u"), event("dropped", "u"), event("broken", "u"), event("same", "u"));
		assertThat(this.publisher.flush(LONG)).isTrue();
		assertThat(names(operations())).containsExactly("purchase", "same");
		assertThat(this.mirror.skipped()).containsEntry(SkipReason.DROPPED, 1L).containsEntry(SkipReason.FAILED, 1L);
		assertThat(lunogram.onlyRequest().getBodyAsString()).contains("renamed", "dropped", "broken", "same");
	}

	@Test
	void whatOneBatchRefusesIsSetAsideAloneAndCanBeSentAgain() {
		customerIo.answerJson(207, """
				{"errors": [{"batch_index": 1, "reason": "invalid", "field": "name", "message": "is no name"}]}""");
		mirror(event("one", "u"), event("two", "u"), event("three", "u"));
		assertThat(customerIo.requests()).hasSize(1);
		DeliveryStatus status = control().status();
		assertThat(status.delivered()).isEqualTo(2);
		assertThat(status.undelivered()).containsExactly(Map.entry(Reason.REFUSED, 1L));
		assertThat(status.state()).isEqualTo(DeliveryStatus.State.RUNNING);
		List<DeadLetter> letters = control().deadLetters();
		assertThat(letters).singleElement().satisfies((letter) -> {
			assertThat(letter.write().operation()).isEqualTo(Operation.POST_USER_EVENTS);
			assertThat(letter.write().message()).isEqualTo("name: is no name (invalid)");
			assertThat(letter.write().json()).contains("\"two\"");
		});
		customerIo.answerJson(200, "{}");
		assertThat(control().replay((letter) -> true)).isEqualTo(1);
		assertThat(this.mirrorPublisher.flush(LONG)).isTrue();
		assertThat(names(operations())).containsExactly("one", "two", "three", "two");
		// The same id, too.
		assertThat(operations().get(3)).isEqualTo(operations().get(1));
	}

	@Test
	void ofABatchThatIsRefusedAsAWholeTheCulpritIsFound() {
		customerIo.wireMock()
			.stubFor(post(anyUrl()).andMatching((request) -> MatchResult.of(request.getBodyAsString().contains("bad")))
				.willReturn(CustomerIoServer.json(400, """
						{"errors": [{"reason": "invalid", "message": "is bad"}]}""")));
		mirror(event("one", "u"), event("two", "u"), event("bad", "u"), event("three", "u"));
		assertThat(control().status().delivered()).isEqualTo(3);
		assertThat(control().deadLetters()).singleElement()
			.satisfies((letter) -> assertThat(letter.write().json()).contains("bad"));
	}

	@Test
	void lunogramBeingDownHoldsUpNothingOfCustomerIo() {
		lunogramAnswers(aResponse().withStatus(503));
		this.publisher.publish(event("one", "u"), event("two", "u"));
		assertThat(this.mirrorPublisher.flush(LONG)).isTrue();
		assertThat(names(operations())).containsExactly("one", "two");
		lunogramAnswers(aResponse().withStatus(202));
		assertThat(this.publisher.flush(LONG)).isTrue();
		assertThat(lunogram.requests()).last()
			.extracting(LoggedRequest::getBodyAsString)
			.asString()
			.contains("one", "two");
	}

	@Test
	void customerIoBeingDownOrRefusingHoldsUpNothingOfLunogram() {
		this.mirrorPublisher = mirrorPublisher(Duration.ZERO);
		this.publisher = beside(LunogramPublisher.memory(lunogram.client()).linger(Duration.ZERO).build());
		for (int status : new int[] { 503, 401, 500, 429 }) {
			customerIo.answer(status);
			this.publisher.publish(event("after" + status, "u"));
			await().atMost(LONG)
				.untilAsserted(() -> assertThat(lunogram.requests()).last()
					.extracting(LoggedRequest::getBodyAsString)
					.asString()
					.contains("after" + status));
		}
		assertThat(control().status().queued()).isEqualTo(4);
		assertThat(control().status().lastError()).isNotNull();
		assertThat(this.publisher.flush(Duration.ZERO)).isFalse();
	}

	@Test
	void aServerThatHangsHoldsUpNeitherCallersNorTheOtherSide() {
		this.mirrorPublisher = mirrorPublisher(Duration.ZERO);
		this.publisher = beside(LunogramPublisher.memory(lunogram.client()).linger(Duration.ZERO).build());
		customerIo.answer(aResponse().withStatus(200).withFixedDelay((int) LONG.toMillis()));
		this.publisher.publish(event("one", "u"));
		await().atMost(LONG).until(() -> control().status().inFlight() == 1);
		this.publisher.publish(event("two", "u"));
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(lunogram.requests()).last()
				.extracting(LoggedRequest::getBodyAsString)
				.asString()
				.contains("two"));
	}

	@Test
	void nothingIsLostOrOutOfOrderAndRepeatsCarryTheSameId() {
		customerIo.wireMock()
			.stubFor(post(anyUrl()).inScenario("faults")
				.whenScenarioStateIs("Started")
				.willReturn(aResponse().withStatus(500))
				.willSetStateTo("limited"));
		customerIo.wireMock()
			.stubFor(post(anyUrl()).inScenario("faults")
				.whenScenarioStateIs("limited")
				.willReturn(aResponse().withStatus(429).withHeader("Retry-After", "0"))
				.willSetStateTo("good"));
		List<String> published = new ArrayList<>();
		for (int i = 0; i < 1200; i++) {
			published.add("e" + i);
			this.publisher.publish(event("e" + i, "user-" + i % 7));
		}
		assertThat(this.publisher.flush(LONG)).isTrue();
		List<JsonNode> operations = operations();
		Set<JsonNode> ids = new HashSet<>();
		List<JsonNode> onceEach = operations.stream().filter((operation) -> ids.add(operation.get("id"))).toList();
		assertThat(operations).hasSizeGreaterThan(published.size());
		assertThat(names(onceEach)).isEqualTo(published);
		assertThat(control().status().delivered()).isEqualTo(published.size());
	}

	@Test
	void closingDeliversToBoth() {
		this.publisher.publish(event("last", "u"));
		this.publisher.close();
		assertThat(names(operations())).containsExactly("last");
		assertThat(lunogram.onlyRequest().getBodyAsString()).contains("last");
		assertThat(control().status().state()).isEqualTo(DeliveryStatus.State.CLOSED);
	}

	@Test
	void whatIsRefusedAtOnceIsNotMirrored() {
		Write wrong = UserEvent.builder("wrong").user("u").data(Map.of("self", new Object() {

			@SuppressWarnings({ "unused", "EffectivelyPrivate" }) // Jackson reads it
			public Object getValue() {
				throw new IllegalStateException("unreadable");
			}

		})).build();
		assertThatIllegalArgumentException().isThrownBy(() -> this.publisher.publish(wrong));
		assertThat(control().status().published()).isZero();
		assertThat(this.mirror.skipped().values()).containsOnly(0L);
	}

	@Test
	void whatIsPublishedInATransactionIsMirroredAfterItsCommitAsItWasThen() {
		Map<String, Object> data = new HashMap<>(Map.of("n", 1));
		LunogramPublisher joining = beside(new JoiningPublisher());
		joining.publish(UserEvent.builder("ordered").user("u").data(data).build());
		data.put("n", 2);
		assertThat(this.committed).hasSize(1);
		assertThat(control().status().published()).isZero();
		this.committed.forEach(Runnable::run);
		assertThat(this.mirrorPublisher.flush(LONG)).isTrue();
		assertThat(operations()).singleElement()
			.satisfies((operation) -> assertThat(operation.get("attributes")).isEqualTo(JSON.readTree("{\"n\": 1}")));
	}

	@Test
	void offersAreMirroredIfTheyAreTaken() {
		assertThat(this.publisher.offer(Duration.ZERO, event("taken", "u"))).isTrue();
		LunogramPublisher full = beside(new JoiningPublisher() {

			@Override
			public boolean offer(Duration timeout, Write... writes) {
				return false;
			}

		});
		assertThat(full.offer(Duration.ZERO, event("not taken", "u"))).isFalse();
		assertThat(this.publisher.flush(LONG)).isTrue();
		assertThat(names(operations())).containsExactly("taken");
		assertThat(this.committed).isEmpty();
	}

	@Test
	void whatIsSentAtOnceIsMirroredEvenIfLunogramFails() {
		lunogramAnswers(aResponse().withStatus(401));
		LunogramPublisher direct = beside(LunogramPublisher.direct(lunogram.client()));
		assertThat(catchThrowable(() -> direct.publish(event("one", "u")))).isInstanceOf(UnauthorizedException.class);
		assertThat(direct.flush(LONG)).isTrue();
		assertThat(names(operations())).containsExactly("one");
	}

	/**
	 * Takes part in a transaction that does not end by itself.
	 */
	private static class JoiningPublisher implements LunogramPublisher {

		@Override
		public void publish(Collection<? extends Write> writes) {
		}

		@Override
		public boolean offer(Duration timeout, Write... writes) {
			return true;
		}

		@Override
		public boolean joinsTransaction() {
			return true;
		}

		@Override
		public boolean flush(Duration timeout) {
			return true;
		}

		@Override
		public void close() {
		}

	}

}
