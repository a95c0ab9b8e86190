package com.lunogram.delivery;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.http.JsonCodec;
import com.lunogram.http.RequestWriter;
import com.lunogram.model.Channel;
import com.lunogram.model.DeleteUserRequest;
import com.lunogram.model.Event;
import com.lunogram.model.ExternalId;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.Match;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link EnrichingPublisher}.
 */
class EnrichingPublisherTests {

	private static final EventEnricher TENANT = (event) -> Map.of("tenant", "acme");

	private final Logger logger = (Logger) LoggerFactory.getLogger(LunogramPublisher.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final AtomicLong nanoTime = new AtomicLong(-5);

	private final Recorder recorder = new Recorder();

	@BeforeEach
	void watchLog() {
		this.log.start();
		this.logger.setLevel(Level.WARN);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void unwatchLog() {
		this.logger.detachAppender(this.log);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	private LunogramPublisher publisher(EventEnricher... enrichers) {
		return new EnrichingPublisher(this.recorder, List.of(enrichers), this.nanoTime::get);
	}

	private static UserEvent.Builder event() {
		return UserEvent.builder("e").user("u");
	}

	private String data() {
		return this.recorder.json(0).replaceFirst(".*\"data\":", "").replaceFirst("}$", "");
	}

	private List<String> warnings() {
		return this.log.list.stream()
			.filter((line) -> line.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	@Test
	void withoutEnrichersThereIsNoDecorator() {
		assertThat(LunogramPublisher.enriched(this.recorder, List.of())).isSameAs(this.recorder);
	}

	@Test
	void addsToUserEventsAndKeepsAllElse() {
		UserEvent named = UserEvent.builder("e").user(ExternalId.of("u"), ExternalId.of("crm", "1")).build();
		UserEvent matching = UserEvent.builder("e").match(Map.of("plan", "pro")).data("a", 1).build();
		LunogramPublisher.enriched(this.recorder, List.of(TENANT)).publish(named, matching);
		assertThat(this.recorder.writes).containsExactly(
				new UserEvent("e", named.identifier(), null, Map.of("tenant", "acme")),
				new UserEvent("e", List.of(), Match.of(Map.of("plan", "pro")), Map.of("a", 1, "tenant", "acme")));
	}

	@Test
	void addsToOrganizationEventsWithAndWithoutData() {
		OrganizationEvent bare = OrganizationEvent.builder("e").organization("o").build();
		assertThat(bare.data()).isNull();
		publisher(TENANT).publish(bare, OrganizationEvent.builder("e").matchAll().data("a", 1).build());
		assertThat(this.recorder.writes).containsExactly(
				new OrganizationEvent("e", bare.identifier(), null, Map.of("tenant", "acme")),
				new OrganizationEvent("e", List.of(), Match.all(), Map.of("a", 1, "tenant", "acme")));
	}

	@Test
	void addsToWhatIsOffered() {
		assertThat(publisher(TENANT).offer(Duration.ofSeconds(3), event().build())).isTrue();
		assertThat(data()).isEqualTo("{\"tenant\":\"acme\"}");
		assertThat(this.recorder.timeouts).containsExactly(Duration.ofSeconds(3));
		this.recorder.full = true;
		assertThat(publisher(TENANT).offer(Duration.ZERO, event().build())).isFalse();
	}

	@Test
	void otherWritesAreLeftAlone() {
		Write[] writes = { UpsertUserRequest.builder("u").data("a", 1).build(),
				DeleteUserRequest.of(ExternalId.of("u")),
				InboxMessage.builder(Channel.INBOX, "m").user("u").content(Map.of("title", "t")).build() };
		publisher((event) -> {
			throw new AssertionError(event);
		}).publish(writes);
		assertThat(this.recorder.writes).hasSize(3);
		IntStream.range(0, 3).forEach((i) -> assertThat(this.recorder.writes.get(i)).isSameAs(writes[i]));
		assertThat(warnings()).isEmpty();
	}

	@Test
	void keepsTheOrderOfWritesOfAllKinds() {
		publisher(TENANT).publish(List.of(UpsertUserRequest.builder("u").build(), event().build(),
				DeleteUserRequest.of(ExternalId.of("u"))));
		assertThat(this.recorder.writes).extracting((write) -> (Object) write.getClass())
			.containsExactly(UpsertUserRequest.class, UserEvent.class, DeleteUserRequest.class);
	}

	@Test
	void keysOfMapsStayAsWrittenAndInOrder() {
		publisher((event) -> linked("y", 1, "b", 2)).publish(event().data("Z z", 1).data("a.b", 2).build());
		assertThat(data()).isEqualTo("{\"Z z\":1,\"a.b\":2,\"y\":1,\"b\":2}");
	}

	@Test
	void whatTheCallerHasIsNotChanged() {
		Map<String, Object> own = new HashMap<>(Map.of("a", 1));
		UserEvent event = new UserEvent("e", List.of(ExternalId.of("u")), null, own);
		publisher(TENANT).publish(event);
		assertThat(own).isEqualTo(Map.of("a", 1));
		assertThat(event.data()).isEqualTo(Map.of("a", 1));
	}

	@Test
	void nothingIsOverwritten() {
		publisher((event) -> Map.of("set", "new", "null", "new", "other", "new"))
			.publish(event().data("set", "old").data("null", null).build());
		assertThat(data()).isEqualTo("{\"set\":\"old\",\"null\":null,\"other\":\"new\"}");
	}

	@Test
	void earlierEnrichersWin() {
		publisher((event) -> Map.of("a", 1), (event) -> linked("a", 2, "b", 2), (event) -> Map.of("b", 3, "c", 3))
			.publish(event().build());
		assertThat(data()).isEqualTo("{\"a\":1,\"b\":2,\"c\":3}");
	}

	@Test
	void enrichersSeeTheEventAsItWasPublished() {
		List<Event> seen = new ArrayList<>();
		Map<String, Object> order = Map.of("total", 1);
		UserEvent event = event().data(order).build();
		publisher(TENANT, (given) -> {
			seen.add(given);
			return Map.of("name", given.name());
		}).publish(event);
		assertThat(seen).containsExactly(event);
		assertThat(data()).isEqualTo("{\"total\":1,\"tenant\":\"acme\",\"name\":\"e\"}");
	}

	@Test
	void nothingAndNullsAddNothing() {
		UserEvent event = event().data(new Bean(1)).build();
		publisher((given) -> Map.of(), (given) -> Collections.singletonMap("a", null)).publish(event);
		assertThat(this.recorder.writes).singleElement().isSameAs(event);
		assertThat(warnings()).isEmpty();
	}

	@Test
	void aNullGivesWayToALaterValue() {
		publisher((given) -> Collections.singletonMap("a", null), (given) -> Map.of("a", 2)).publish(event().build());
		assertThat(data()).isEqualTo("{\"a\":2}");
	}

	@Test
	void addsToBeansAsJacksonWritesThem() {
		publisher((event) -> Map.of("amount", "no", "note", "no", "left_out", "yes"))
			.publish(event().data(new Bean(12)).build());
		assertThat(this.recorder.json(0)).endsWith("\"data\":{\"amount\":12,\"note\":null,\"left_out\":\"yes\"}}");
	}

	@Test
	void addsToRecordsWithoutLosingDigits() {
		publisher(TENANT).publish(event()
			.data(new Order(new BigDecimal("12345678901234567890.120"), 9_007_199_254_740_993L, 0.1, 1.1f,
					Instant.EPOCH, List.of(Map.of("k", 'v'))))
			.build());
		assertThat(data()).isEqualTo("{\"total\":12345678901234567890.120,\"number\":9007199254740993,\"rate\":0.1,"
				+ "\"factor\":1.1,\"at\":\"1970-01-01T00:00:00Z\",\"lines\":[{\"k\":\"v\"}],\"tenant\":\"acme\"}");
	}

	@Test
	void keysThatAreNoStringsCountAsTheyAreWritten() {
		Map<Object, Object> data = new LinkedHashMap<>();
		data.put(1, "old");
		data.put(Channel.INBOX, "old");
		publisher((event) -> linked("1", "new", "inbox", "new", "2", "new"))
			.publish(new UserEvent("e", List.of(ExternalId.of("u")), null, data));
		assertThat(data()).isEqualTo("{\"1\":\"old\",\"inbox\":\"old\",\"2\":\"new\"}");
	}

	static Stream<Object> noObjects() {
		return Stream.of("text", 5, List.of(1), new Failing(), Collections.singletonMap(null, 1));
	}

	@ParameterizedTest
	@MethodSource("noObjects")
	void dataThatIsNoObjectIsRefusedInTheWordsOfThePublisher(Object data) {
		UserEvent event = new UserEvent("e", List.of(ExternalId.of("u")), null, data);
		LunogramPublisher plain = LunogramPublisher.logging();
		String words = thrownBy(() -> plain.publish(event)).getMessage();
		assertThat(words).contains("data ");
		LunogramPublisher enriched = LunogramPublisher.enriched(plain, List.of(TENANT));
		assertThatIllegalArgumentException().isThrownBy(() -> enriched.publish(event)).withMessage(words);
		assertThat(warnings()).isEmpty();
	}

	private static Throwable thrownBy(Runnable action) {
		return catchThrowable(action::run);
	}

	@SuppressWarnings("NullAway")
	static Stream<EventEnricher> broken() {
		return Stream.of((event) -> {
			throw new IllegalStateException("broken");
		}, (event) -> {
			throw new StackOverflowError("broken");
		}, (event) -> EnrichingPublisherTests.<RuntimeException>sneak(new java.io.IOException("broken")),
				(event) -> null, (event) -> Collections.singletonMap(null, 1),
				(event) -> Map.of("partly", 1, "failing", new Failing()), (event) -> Map.of("text", "\0"),
				(event) -> Map.of("large", "x".repeat(1 << 20)), (event) -> containingItself());
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> Map<String, Object> sneak(Throwable ex) throws E {
		throw (E) ex;
	}

	private static Map<String, Object> containingItself() {
		Map<String, Object> map = new HashMap<>();
		map.put("self", map);
		return map;
	}

	@ParameterizedTest
	@MethodSource("broken")
	void aBrokenEnricherIsLeftOut(EventEnricher broken) {
		publisher(TENANT, broken, (event) -> Map.of("last", true)).publish(event().data("a", 1).build());
		assertThat(data()).isEqualTo("{\"a\":1,\"tenant\":\"acme\",\"last\":true}");
		assertThat(warnings()).singleElement()
			.asString()
			.startsWith("1 times an EventEnricher failed")
			.contains(broken.getClass().getName());
	}

	/** An event of so many bytes as JSON. */
	private static UserEvent eventOf(int bytes) {
		int empty = new WriteSerializer().snapshot(event().data("fill", "").build()).json().length();
		return event().data("fill", "x".repeat(bytes - empty)).build();
	}

	private static int added(EventEnricher... enrichers) {
		Recorder unchecked = new Recorder();
		LunogramPublisher.enriched(unchecked, List.of(enrichers)).publish(eventOf(100));
		return unchecked.json(0).getBytes(StandardCharsets.UTF_8).length - 100;
	}

	static Stream<List<EventEnricher>> additions() {
		return Stream.of(List.of(TENANT), List.of(TENANT, (event) -> Map.of("id", UUID.randomUUID()),
				(event) -> Map.of("at", "2026-11-21T09:30:00.125Z"), (event) -> Map.of("s", "\u00E9\n")));
	}

	@ParameterizedTest
	@MethodSource("additions")
	void additionsAreLeftOutAsSoonAsTheyMakeAnEventTooLarge(List<EventEnricher> enrichers) {
		EventEnricher[] all = enrichers.toArray(EventEnricher[]::new);
		this.recorder.checking = true;
		LunogramPublisher publisher = publisher(all);
		publisher.publish(eventOf(WriteSerializer.MAX_BYTES - added(all)));
		assertThat(this.recorder.json(0).getBytes(StandardCharsets.UTF_8)).hasSize(WriteSerializer.MAX_BYTES);
		assertThat(warnings()).isEmpty();
		UserEvent large = eventOf(WriteSerializer.MAX_BYTES - added(all) + 1);
		publisher.publish(large);
		assertThat(this.recorder.writes).hasSize(2).last().isEqualTo(large);
		assertThat(warnings()).singleElement()
			.asString()
			.startsWith("1 times an event went out without what EventEnrichers add")
			.contains("'e'")
			.contains(" 921601 bytes");
	}

	@Test
	void likewiseWhereWritesAreOffered() {
		this.recorder.checking = true;
		UserEvent large = eventOf(WriteSerializer.MAX_BYTES);
		assertThat(publisher(TENANT).offer(Duration.ofSeconds(3), large)).isTrue();
		assertThat(this.recorder.writes).containsExactly(large);
		assertThat(this.recorder.timeouts).containsExactly(Duration.ofSeconds(3));
	}

	@Test
	void likewiseWhereEnrichersWrapEnrichers() {
		this.recorder.checking = true;
		LunogramPublisher inner = publisher(TENANT);
		EventEnricher at = (event) -> Map.of("at", "now");
		LunogramPublisher outer = LunogramPublisher.enriched(inner, List.of(at));
		UserEvent large = eventOf(WriteSerializer.MAX_BYTES - added(at));
		UserEvent largest = eventOf(WriteSerializer.MAX_BYTES);
		outer.publish(large);
		outer.publish(largest);
		assertThat(this.recorder.json(0)).endsWith("\"at\":\"now\"}}");
		assertThat(this.recorder.writes).last().isEqualTo(largest);
	}

	@Test
	void otherEventsKeepTheirAdditionsAndTheirOrder() {
		this.recorder.checking = true;
		UserEvent large = eventOf(WriteSerializer.MAX_BYTES);
		UserEvent small = event().data("a", 1).build();
		Write upsert = UpsertUserRequest.builder("u").build();
		publisher(TENANT).publish(small, large, upsert, large, small);
		UserEvent enriched = event().data("a", 1).data("tenant", "acme").build();
		assertThat(this.recorder.writes).containsExactly(enriched, large, upsert, large, enriched);
	}

	@Test
	void whatIsLeftOutOfTooLargeEventsIsCountedAndLoggedOnceAMinute() {
		this.recorder.checking = true;
		this.recorder.control = control((method) -> status(Map.of()));
		LunogramPublisher publisher = publisher(TENANT);
		UserEvent large = eventOf(WriteSerializer.MAX_BYTES);
		publisher.publish(large, large);
		publisher.publish(large);
		assertThat(warnings()).hasSize(1);
		this.nanoTime.addAndGet(TimeUnit.MINUTES.toNanos(1));
		publisher.publish(large);
		assertThat(warnings()).hasSize(2).last().asString().startsWith("3 times");
		assertThat(Objects.requireNonNull(publisher.control()).status().callbackFailures())
			.containsEntry(DeliveryStatus.Callback.ENRICHER, 4L);
	}

	@Test
	void anEventThatIsTooLargeByItselfIsRefusedInTheWordsOfThePublisher() {
		this.recorder.checking = true;
		UserEvent tooLarge = eventOf(WriteSerializer.MAX_BYTES + 1);
		UserEvent largest = eventOf(WriteSerializer.MAX_BYTES);
		LunogramPublisher publisher = publisher(TENANT);
		assertThatIllegalArgumentException().isThrownBy(() -> publisher.publish(largest, tooLarge))
			.withMessageStartingWith("UserEvent is too large: 921601 bytes");
		assertThat(this.recorder.writes).isEmpty();
		assertThat(warnings()).isEmpty();
	}

	@Test
	void whatSomebodyElseHasMadeTooLargeIsRefused() {
		this.recorder.failure = new WriteTooLargeException(event().build(), 2, 1);
		assertThatIllegalArgumentException().isThrownBy(() -> publisher(TENANT).publish(event().build()))
			.isSameAs(this.recorder.failure);
		assertThat(this.recorder.calls).isEqualTo(1);
		assertThat(warnings()).isEmpty();
	}

	@Test
	void anotherWriteThatIsTooLargeIsRefused() {
		this.recorder.checking = true;
		Write tooLarge = UpsertUserRequest.builder("u").data("fill", "x".repeat(WriteSerializer.MAX_BYTES)).build();
		assertThatIllegalArgumentException().isThrownBy(() -> publisher(TENANT).publish(event().build(), tooLarge))
			.withMessageStartingWith("UpsertUserRequest is too large");
		assertThat(this.recorder.writes).isEmpty();
		assertThat(this.recorder.calls).isEqualTo(1);
		assertThat(warnings()).isEmpty();
	}

	@Test
	void failuresAreCountedAndLoggedOnceAMinute() {
		LunogramPublisher publisher = publisher((event) -> {
			throw new IllegalStateException("broken");
		});
		for (int i = 0; i < 10; i++) {
			publisher.publish(event().build());
		}
		assertThat(warnings()).hasSize(1);
		this.nanoTime.addAndGet(TimeUnit.MINUTES.toNanos(1));
		publisher.publish(event().build());
		assertThat(warnings()).hasSize(2).last().asString().startsWith("10 times").endsWith("broken");
		assertThat(this.recorder.writes).hasSize(11);
	}

	@Test
	void whatThePublisherThrowsIsThrown() {
		this.recorder.failure = new IllegalStateException("down");
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> publisher(TENANT).publish(event().build()))
			.withMessage("down");
		assertThat(warnings()).isEmpty();
	}

	@Test
	void flushesAndCloses() {
		LunogramPublisher publisher = publisher(TENANT);
		assertThat(publisher.flush(Duration.ofSeconds(7))).isTrue();
		this.recorder.full = true;
		assertThat(publisher.flush(Duration.ofSeconds(8))).isFalse();
		publisher.close();
		assertThat(this.recorder.timeouts).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(8));
		assertThat(this.recorder.closed).isTrue();
	}

	@Test
	void handsOutTheControlOfTheDelivery() {
		assertThat(publisher(TENANT).control()).isNull();
		List<String> called = new ArrayList<>();
		this.recorder.control = control((method) -> {
			called.add(method.getName());
			return method.getReturnType() == int.class ? 7 : null;
		});
		DeliveryControl control = Objects.requireNonNull(publisher(TENANT).control());
		control.pause();
		control.resume();
		control.deadLetters();
		assertThat(control.replay((letter) -> true)).isEqualTo(7);
		assertThat(control.discard((letter) -> true)).isEqualTo(7);
		assertThat(called).containsExactly("pause", "resume", "deadLetters", "replay", "discard");
	}

	@Test
	void theStatusOfTheDeliveryCountsFailures() {
		DeliveryStatus status = status(
				Map.of(DeliveryStatus.Callback.LISTENER, 3L, DeliveryStatus.Callback.ENRICHER, 2L));
		this.recorder.control = control((method) -> status);
		LunogramPublisher publisher = publisher(TENANT, (event) -> {
			throw new IllegalStateException("broken");
		});
		publisher.publish(event().build(), event().build());
		assertThat(Objects.requireNonNull(publisher.control()).status().callbackFailures())
			.isEqualTo(Map.of(DeliveryStatus.Callback.LISTENER, 3L, DeliveryStatus.Callback.ENRICHER, 4L));
	}

	private static DeliveryStatus status(Map<DeliveryStatus.Callback, Long> failures) {
		return new DeliveryStatus(State.RUNNING, 0, 0, Duration.ZERO, 0, 0, 480, 0, 0, Map.of(), 0, 0, failures, 0,
				null, null, null, null);
	}

	private DeliveryControl control(Function<Method, @Nullable Object> answers) {
		return (DeliveryControl) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { DeliveryControl.class }, (proxy, method, arguments) -> answers.apply(method));
	}

	/** A default method that comes later would otherwise hide what the delegate does. */
	@Test
	void allMethodsButTheVariantOfPublishAreForwarded() {
		assertThat(LunogramPublisher.class.getMethods()).filteredOn(Method::isDefault)
			.filteredOn((method) -> !method.getName().equals("publish"))
			.isNotEmpty()
			.allSatisfy((method) -> assertThatNoException().isThrownBy(
					() -> EnrichingPublisher.class.getDeclaredMethod(method.getName(), method.getParameterTypes())));
	}

	@Test
	void manyThreadsGetTheirOwnAdditions() {
		LunogramPublisher publisher = publisher(
				(event) -> Map.of("id", UUID.randomUUID(), "name", event.name(), "data", event.data()));
		IntStream.range(0, 2_000)
			.parallel()
			.forEach((i) -> publisher.publish(UserEvent.builder("e" + i).user("u").data("i", i).build()));
		assertThat(this.recorder.writes).hasSize(2_000).allSatisfy((write) -> {
			Map<?, ?> data = (Map<?, ?>) ((UserEvent) write).data();
			assertThat(((UserEvent) write).name()).isEqualTo("e" + data.get("i")).isEqualTo(data.get("name"));
			assertThat(data.get("data")).isEqualTo(Map.of("i", data.get("i")));
		});
		assertThat(this.recorder.writes).extracting((write) -> ((Map<?, ?>) ((UserEvent) write).data()).get("id"))
			.doesNotHaveDuplicates();
	}

	private static Map<String, Object> linked(Object... pairs) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			map.put((String) pairs[i], pairs[i + 1]);
		}
		return map;
	}

	private record Order(BigDecimal total, long number, double rate, float factor, Instant at,
			List<Map<String, Character>> lines) {

	}

	static final class Bean {

		private final int total;

		Bean(int total) {
			this.total = total;
		}

		@JsonProperty("amount")
		public int getTotal() {
			return this.total;
		}

		public @Nullable String getNote() {
			return null;
		}

		@JsonInclude(JsonInclude.Include.NON_NULL)
		@JsonProperty("left_out")
		public @Nullable String getLeftOut() {
			return null;
		}

	}

	static final class Failing {

		private final Optional<String> name = Optional.empty();

		public String getName() {
			return this.name.orElseThrow();
		}

	}

	private static final class Recorder implements LunogramPublisher {

		final List<Write> writes = Collections.synchronizedList(new ArrayList<>());

		final List<Duration> timeouts = new ArrayList<>();

		final Function<Write, byte[]> writer = new RequestWriter(new JsonCodec())::write;

		@Nullable RuntimeException failure;

		@Nullable DeliveryControl control;

		boolean full;

		boolean closed;

		/** Whether it refuses what no publisher takes, all of it or nothing. */
		boolean checking;

		int calls;

		String json(int index) {
			return new String(this.writer.apply(this.writes.get(index)), StandardCharsets.UTF_8);
		}

		@Override
		public void publish(Collection<? extends Write> writes) {
			this.calls++;
			if (this.failure != null) {
				throw this.failure;
			}
			check(writes);
			this.writes.addAll(writes);
		}

		private void check(Collection<? extends Write> writes) {
			if (this.checking) {
				new WriteSerializer().serialize(writes);
			}
		}

		@Override
		public boolean offer(Duration timeout, Write... writes) {
			check(List.of(writes));
			this.timeouts.add(timeout);
			this.writes.addAll(List.of(writes));
			return !this.full;
		}

		@Override
		public boolean flush(Duration timeout) {
			this.timeouts.add(timeout);
			return !this.full;
		}

		@Override
		public @Nullable DeliveryControl control() {
			return this.control;
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
