package com.lunogram.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.lunogram.LunogramException;
import com.lunogram.delivery.MemoryQueue.Offer;
import com.lunogram.model.Operation;
import com.lunogram.model.Subject;
import com.lunogram.model.SubjectType;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random writes, random answers, random timing: whatever happens, order and completeness
 * must hold.
 */
class DeliveryPropertyTests {

	private static final int MAX_ATTEMPTS = 6;

	/** Fewer than it takes to give a write up, or to let others pass a barrier. */
	private static final int MAX_SUSPICIOUS = MAX_ATTEMPTS - 1;

	/** As many subjects failing, and no room for others, are an outage for ever. */
	private static final int MAX_POISON_IF_FULL = 2;

	private static final List<Operation> OPERATIONS = List.of(Operation.POST_USER_EVENTS, Operation.UPSERT_USER,
			Operation.POST_USER_INBOX, Operation.DELETE_USER, Operation.ADD_ORGANIZATION_USER);

	@Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
	void orderHoldsAndNothingIsLost(@ForAll("actions") List<Action> actions, @ForAll("answers") List<Answer> answers,
			@ForAll("setups") Setup setup, @ForAll long seed) {
		World world = new World(setup, answers, seed);
		actions.forEach(world::act);
		world.finish();
		world.assertNothingLost();
		world.assertOrder();
		if (!world.anyDoubt) {
			assertThat(world.taken).doesNotHaveDuplicates();
		}
	}

	@Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
	void givingUpReportsExactlyTheRest(@ForAll("actions") List<Action> actions, @ForAll("answers") List<Answer> answers,
			@ForAll("setups") Setup setup, @ForAll long seed) {
		World world = new World(setup, answers, seed);
		actions.forEach(world::act);
		int waiting = world.outstanding.size();
		int reported = world.reported.size();
		assertThat(world.engine.abandon()).isEqualTo(waiting);
		assertThat(world.reported).hasSize(reported + waiting);
		assertThat(world.queue.size()).isZero();
		world.assertOrder();
	}

	@Provide
	Arbitrary<List<Action>> actions() {
		Arbitrary<Action> publish = Combinators.combine(
				Arbitraries.frequency(Tuple.of(12, Operation.POST_USER_EVENTS), Tuple.of(4, Operation.UPSERT_USER),
						Tuple.of(2, Operation.POST_USER_INBOX), Tuple.of(1, Operation.DELETE_USER),
						Tuple.of(1, Operation.ADD_ORGANIZATION_USER)),
				Arbitraries.of("A", "B", "C", "D", "E", "F", "G", "H")
					.set()
					.ofMinSize(1)
					.ofMaxSize(3)
					.edgeCases((config) -> config.none()),
				Arbitraries.frequency(Tuple.of(25, Nature.GOOD), Tuple.of(1, Nature.REFUSED),
						Tuple.of(1, Nature.POISON), Tuple.of(1, Nature.BARRIER)),
				Arbitraries.integers().between(0, 120))
			.as(Publish::new);
		Arbitrary<Action> go = Arbitraries.integers().between(0, 3000).map(Go::new);
		return Arbitraries.frequencyOf(Tuple.of(6, publish), Tuple.of(1, go)).list().ofMaxSize(80);
	}

	@Provide
	Arbitrary<List<Answer>> answers() {
		return Arbitraries
			.frequency(Tuple.of(20, Answer.OK), Tuple.of(2, Answer.RATE_LIMITED), Tuple.of(2, Answer.NOT_TAKEN),
					Tuple.of(1, Answer.LOST_AFTER), Tuple.of(1, Answer.LOST_BEFORE), Tuple.of(1, Answer.FAILED_BEFORE),
					Tuple.of(1, Answer.FAILED_MIDWAY), Tuple.of(1, Answer.UNAVAILABLE), Tuple.of(1, Answer.BLOCKED))
			.list()
			.ofMaxSize(60);
	}

	@Provide
	Arbitrary<Setup> setups() {
		return Combinators
			.combine(Arbitraries.of(1, 2, 7, 50), Arbitraries.of(150, 400, 100_000), Arbitraries.of(5, 20, 1000),
					Arbitraries.of(OnDoubt.values()), Arbitraries.of(0, 500))
			.as(Setup::new);
	}

	/**
	 * Does something to the queue.
	 */
	sealed interface Action {

	}

	record Publish(Operation operation, Set<String> users, Nature nature, int padding) implements Action {
	}

	/** Lets the engine work for so many milliseconds. */
	record Go(int millis) implements Action {
	}

	record Setup(int maxEvents, int maxBatchBytes, int capacity, OnDoubt onDoubt, int linger) {

		boolean mayFill() {
			return this.capacity < 1000;
		}

	}

	enum Nature {

		GOOD,

		/** Answered with 400. */
		REFUSED,

		/** Answered with 500 for ever. */
		POISON,

		/** May concern anybody. */
		BARRIER

	}

	enum Answer {

		OK, RATE_LIMITED, NOT_TAKEN, BLOCKED, LOST_AFTER, LOST_BEFORE, FAILED_BEFORE, FAILED_MIDWAY, UNAVAILABLE,
		REFUSED;

		/** Whether it leaves it in doubt what was taken, and whose fault it is. */
		boolean isSuspicious() {
			return switch (this) {
				case OK, RATE_LIMITED, NOT_TAKEN, BLOCKED, REFUSED -> false;
				default -> true;
			};
		}

		/** Whether the server does not even look at the request. */
		boolean isBlind() {
			return switch (this) {
				case OK, LOST_AFTER, FAILED_MIDWAY, REFUSED -> false;
				default -> true;
			};
		}

	}

	/** A write as the test knows it. */
	private record Known(String label, List<Subject> subjects, Operation operation, Nature nature, int size) {

		boolean mustFollow(Known earlier) {
			return isBarrier() || earlier.isBarrier() || this.subjects.stream().anyMatch(earlier.subjects::contains);
		}

		boolean isBarrier() {
			return this.subjects.isEmpty();
		}

	}

	/**
	 * An engine, a clock, and a server that remembers.
	 */
	private static final class World implements DeliveryListener {

		private static final Pattern LABEL = Pattern.compile("\"id\":\"([^\"]+)\"");

		private static final Map<Answer, LunogramException> FAILURES = Map.of(Answer.RATE_LIMITED,
				Failures.status(429, "2"), Answer.NOT_TAKEN, Failures.refused(), Answer.LOST_AFTER, Failures.reset(),
				Answer.LOST_BEFORE, Failures.reset(), Answer.FAILED_BEFORE, Failures.status(500), Answer.FAILED_MIDWAY,
				Failures.status(500), Answer.UNAVAILABLE, Failures.status(503), Answer.BLOCKED, Failures.status(401),
				Answer.REFUSED, Failures.status(400));

		private final Setup setup;

		private final Deque<Answer> answers = new ArrayDeque<>();

		private final MemoryQueue queue;

		private final DeliveryEngine engine;

		private final long maxQueueBytes;

		private int poison;

		/** All that the queue took, in that order. */
		private final Map<String, Known> known = new LinkedHashMap<>();

		private final Set<String> outstanding = new HashSet<>();

		private final Map<String, UndeliveredWrite.Reason> reported = new HashMap<>();

		/** What the server took, repeats included. */
		private final List<String> taken = new ArrayList<>();

		private boolean anyDoubt;

		private long now;

		World(Setup setup, List<Answer> answers, long seed) {
			this.setup = setup;
			this.maxQueueBytes = setup.mayFill() ? 2000 : 1_000_000;
			int suspicious = 0;
			for (Answer answer : answers) {
				suspicious += answer.isSuspicious() ? 1 : 0;
				this.answers.add((answer.isSuspicious() && suspicious > MAX_SUSPICIOUS) ? Answer.OK : answer);
			}
			DeliverySettings settings = new DeliverySettings(setup.maxEvents(), setup.maxBatchBytes(),
					Duration.ofMillis(setup.linger()), setup.capacity(), this.maxQueueBytes, Overflow.DROP,
					Duration.ZERO, setup.onDoubt(), MAX_ATTEMPTS, Duration.ZERO);
			this.queue = new MemoryQueue(setup.capacity(), this.maxQueueBytes, new DeadLetters(Clock.systemUTC()),
					() -> this.now);
			Random random = new Random(seed);
			Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), random::nextDouble);
			this.engine = new DeliveryEngine(this.queue, settings, backoff, this::send,
					new Reports(List.of(this), Clock.systemUTC(), () -> this.now), () -> this.now, () -> 0);
		}

		void act(Action action) {
			if (action instanceof Publish publish) {
				boolean barrier = publish.nature() == Nature.BARRIER;
				publish(barrier ? Operation.POST_USER_EVENTS : publish.operation(), nature(publish), publish.padding(),
						barrier ? Set.of() : publish.users());
			}
			else if (action instanceof Go go) {
				go(Duration.ofMillis(go.millis()));
			}
		}

		private Nature nature(Publish publish) {
			boolean tooMuch = publish.nature() == Nature.POISON && this.setup.mayFill()
					&& ++this.poison > MAX_POISON_IF_FULL;
			return tooMuch ? Nature.GOOD : publish.nature();
		}

		private void publish(Operation operation, Nature nature, int padding, Set<String> users) {
			List<Subject> subjects = users.stream()
				.sorted()
				.map((user) -> new Subject(SubjectType.USER, "default", user))
				.toList();
			String label = "w" + this.known.size();
			byte[] json = EngineFixture.json(operation, label, padding, users);
			boolean room = this.outstanding.size() < this.setup.capacity()
					&& outstandingBytes() + json.length <= this.maxQueueBytes;
			QueuedWrite write = new QueuedWrite(operation, subjects, json, operation.repeatable());
			assertThat(offer(write)).isEqualTo(room ? Offer.TAKEN : Offer.FULL);
			if (room) {
				this.known.put(label, new Known(label, subjects, operation, nature, json.length));
				this.outstanding.add(label);
			}
			assertThat(this.queue.size()).isEqualTo(this.outstanding.size());
		}

		private Offer offer(QueuedWrite write) {
			try {
				return this.queue.offer(List.of(write), 0);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private long outstandingBytes() {
			return this.outstanding.stream().mapToLong((label) -> known(label).size()).sum();
		}

		private Known known(String label) {
			Known write = this.known.get(label);
			assertThat(write).as(label).isNotNull();
			return (write != null) ? write : new Known(label, List.of(), Operation.CREATE_SESSION, Nature.GOOD, 0);
		}

		private void go(Duration duration) {
			long end = this.now + duration.toNanos();
			for (int steps = 0;; steps++) {
				assertThat(steps).as("steps").isLessThan(3000);
				long wait = this.engine.step();
				assertThat(this.queue.size()).isEqualTo(this.outstanding.size());
				if (wait > end - this.now) {
					break;
				}
				this.now += wait;
			}
			this.now = end;
		}

		/**
		 * The server heals, and others' writes come now and then, so that all comes to an
		 * end.
		 */
		void finish() {
			this.answers.removeIf(Answer::isSuspicious);
			Set<String> before = Set.copyOf(this.outstanding);
			for (int i = 0; this.outstanding.stream().anyMatch(before::contains); i++) {
				assertThat(i).as("rounds to the end, still waiting " + this.outstanding).isLessThan(1000);
				publish(OPERATIONS.get(i % OPERATIONS.size()), Nature.GOOD, 0, Set.of("other" + i));
				go(Duration.ofSeconds(10));
			}
			go(Duration.ofMinutes(5));
			assertThat(this.outstanding).isEmpty();
			assertThat(this.engine.step()).isEqualTo(DeliveryEngine.FOREVER);
		}

		private void send(Operation operation, byte[] body) {
			List<String> labels = new ArrayList<>();
			Matcher matcher = LABEL.matcher(new String(body, StandardCharsets.UTF_8));
			while (matcher.find()) {
				labels.add(matcher.group(1));
			}
			// Upserts of one subject that wait together are one.
			boolean merged = operation == Operation.UPSERT_USER;
			assertThat(labels).isNotEmpty();
			assertThat(merged || labels.size() <= this.setup.maxEvents()).isTrue();
			assertThat(labels).allSatisfy((label) -> assertThat(known(label).operation()).isEqualTo(operation));
			assertThat(merged || labels.size() == 1 || body.length <= this.setup.maxBatchBytes()).isTrue();
			assertThat(this.outstanding).as("sent though settled").containsAll(labels);
			Answer due = this.answers.isEmpty() ? Answer.OK : this.answers.remove();
			Answer answer = merged ? judgeAsOne(due, labels) : judge(due, labels);
			this.anyDoubt |= answer.isSuspicious();
			LunogramException failure = FAILURES.get(answer);
			if (failure != null) {
				throw failure;
			}
			this.outstanding.removeAll(labels);
		}

		/**
		 * What becomes of a request, given the answer that is due if nothing is wrong
		 * with it.
		 */
		private Answer judge(Answer due, List<String> labels) {
			if (due.isBlind()) {
				return due;
			}
			if (labels.stream().anyMatch((label) -> known(label).nature() == Nature.REFUSED)) {
				return Answer.REFUSED;
			}
			int end = (due == Answer.FAILED_MIDWAY) ? labels.size() / 2 : labels.size();
			for (String label : labels.subList(0, end)) {
				if (known(label).nature() == Nature.POISON) {
					return Answer.FAILED_MIDWAY;
				}
				this.taken.add(label);
			}
			return due;
		}

		/** As {@link #judge}, for what is stored whole or not at all. */
		private Answer judgeAsOne(Answer due, List<String> labels) {
			boolean poison = labels.stream().anyMatch((label) -> known(label).nature() == Nature.POISON);
			boolean refused = labels.stream().anyMatch((label) -> known(label).nature() == Nature.REFUSED);
			if (poison && !refused && !due.isBlind()) {
				return Answer.FAILED_MIDWAY;
			}
			return judge(due, labels);
		}

		@Override
		public void onUndelivered(UndeliveredWrite write) {
			Matcher matcher = LABEL.matcher(write.json());
			assertThat(matcher.find()).isTrue();
			String label = matcher.group(1);
			assertThat(this.outstanding.remove(label)).as("reported once").isTrue();
			this.reported.put(label, write.reason());
		}

		void assertNothingLost() {
			Set<String> all = new HashSet<>(this.taken);
			this.known.values().forEach((write) -> {
				UndeliveredWrite.Reason reason = this.reported.get(write.label());
				if (reason == null) {
					assertThat(all).contains(write.label());
				}
				else {
					assertThat(reason).isIn(reasons(write));
				}
				if (reason == UndeliveredWrite.Reason.GAVE_UP || reason == UndeliveredWrite.Reason.REFUSED) {
					assertThat(all).doesNotContain(write.label());
				}
			});
		}

		private List<UndeliveredWrite.Reason> reasons(Known write) {
			List<UndeliveredWrite.Reason> reasons = new ArrayList<>();
			if (write.nature() == Nature.REFUSED) {
				reasons.add(UndeliveredWrite.Reason.REFUSED);
			}
			if (write.nature() == Nature.POISON) {
				reasons.add(UndeliveredWrite.Reason.GAVE_UP);
			}
			if (this.setup.onDoubt() == OnDoubt.DROP && !write.operation().repeatable()) {
				reasons.add(UndeliveredWrite.Reason.IN_DOUBT);
			}
			return reasons;
		}

		/** The order in which the server first took the writes is that of publishing. */
		void assertOrder() {
			List<Known> order = this.taken.stream().distinct().map(this::known).toList();
			List<String> published = new ArrayList<>(this.known.keySet());
			Set<Subject> poisoned = poisonedSubjects();
			for (int i = 0; i < order.size(); i++) {
				for (int j = i + 1; j < order.size(); j++) {
					Known first = order.get(i);
					Known second = order.get(j);
					// Past a write that fails for good, a barrier may go in the end.
					boolean lenient = first.isBarrier() && second.subjects().stream().anyMatch(poisoned::contains);
					if (first.mustFollow(second) && !lenient) {
						assertThat(published.indexOf(first.label())).as(first + " before " + second)
							.isLessThan(published.indexOf(second.label()));
					}
				}
			}
		}

		/** Who may have to wait behind a poison. */
		private Set<Subject> poisonedSubjects() {
			Set<Subject> poisoned = new HashSet<>();
			for (int before = -1; before != poisoned.size();) {
				before = poisoned.size();
				for (Known write : this.known.values()) {
					if (write.nature() == Nature.POISON || write.subjects().stream().anyMatch(poisoned::contains)) {
						poisoned.addAll(write.subjects());
					}
				}
			}
			return poisoned;
		}

	}

}
