package com.lunogram.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.lunogram.delivery.MemoryQueue.Offer;
import com.lunogram.model.Operation;
import com.lunogram.model.Subject;
import com.lunogram.model.SubjectType;
import org.jspecify.annotations.Nullable;

/**
 * An engine with a clock that stands still unless told, and a server that answers as
 * told. Every write has a label, under which its fate is recorded.
 */
final class EngineFixture implements DeliveryListener {

	private static final Pattern LABEL = Pattern.compile("\"id\":\"([^\"]+)\"");

	private static final int MANY_STEPS = 200_000;

	/** Every request, such as {@code events e1 e2}. */
	final List<String> requests = new ArrayList<>();

	/** The time of each request in milliseconds. */
	final List<Long> times = new ArrayList<>();

	/** The length of the body of each request. */
	final List<Integer> sizes = new ArrayList<>();

	/** The writes that were taken, each time that they were. */
	final List<String> taken = new ArrayList<>();

	/** What was reported, such as {@code e1 REFUSED}. */
	final List<String> undelivered = new ArrayList<>();

	/** How many writes were reported as delivered. */
	int delivered;

	/** How long until the pace allows a request, in nanoseconds. */
	long pace;

	final MemoryQueue queue;

	final DeliveryEngine engine;

	private final DeliverySettings settings;

	private final Reports reports;

	private final Deque<Supplier<@Nullable RuntimeException>> script = new ArrayDeque<>();

	private final Map<String, RuntimeException> failures = new HashMap<>();

	private Function<Request, @Nullable RuntimeException> answers = (request) -> null;

	DoubleSupplier random = () -> 0.5;

	/** Happens once, when the engine next looks at the clock. */
	private @Nullable Runnable atNextLook;

	long now = Long.MAX_VALUE - Duration.ofHours(1).toNanos();

	private final long begin = this.now;

	private int steps;

	EngineFixture(DeliverySettings settings, DeliveryListener... listeners) {
		this.settings = settings;
		this.queue = new MemoryQueue(settings.queueCapacity(), settings.maxQueueBytes(),
				new DeadLetters(Clock.systemUTC()), () -> this.now);
		List<DeliveryListener> all = new ArrayList<>(Arrays.asList(listeners));
		all.add(this);
		this.reports = new Reports(all, Clock.systemUTC(), () -> this.now);
		Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), () -> this.random.getAsDouble());
		this.engine = new DeliveryEngine(this.queue, settings, backoff, this::send, this.reports, this::look,
				() -> this.pace);
	}

	static EngineFixture standard() {
		return new EngineFixture(settings(10, OnDoubt.RETRY, 5));
	}

	static DeliverySettings settings(int maxEvents, OnDoubt onDoubt, int maxAttempts) {
		return new DeliverySettings(maxEvents, 10_000, Duration.ofMillis(500), 10_000, 10_000_000, Overflow.DROP,
				Duration.ZERO, onDoubt, maxAttempts, Duration.ZERO);
	}

	private long look() {
		Runnable happening = this.atNextLook;
		this.atNextLook = null;
		if (happening != null) {
			happening.run();
		}
		return this.now;
	}

	/** What another thread does in the middle of a step. */
	void meanwhile(Runnable happening) {
		this.atNextLook = happening;
	}

	/** The next answers; after them, what {@link #answers} says. */
	EngineFixture then(RuntimeException failure, int times) {
		for (int i = 0; i < times; i++) {
			this.script.add(() -> failure);
		}
		return this;
	}

	EngineFixture thenOk(int times) {
		for (int i = 0; i < times; i++) {
			this.script.add(() -> null);
		}
		return this;
	}

	void answers(Function<Request, @Nullable RuntimeException> answers) {
		this.answers = answers;
	}

	void answers(@Nullable RuntimeException failure) {
		this.answers = (request) -> failure;
	}

	/** A request that carries this write fails so; until told otherwise with null. */
	EngineFixture fails(String label, RuntimeException failure) {
		this.failures.put(label, failure);
		return this;
	}

	void mends(String label) {
		this.failures.remove(label);
	}

	private void send(Operation operation, byte[] body) {
		List<String> labels = labels(body);
		Request request = new Request(operation, labels, millis());
		this.requests.add(name(operation) + " " + String.join(" ", labels));
		this.times.add(millis());
		this.sizes.add(body.length);
		Supplier<@Nullable RuntimeException> next = this.script.poll();
		RuntimeException failure = (next != null) ? next.get() : this.answers.apply(request);
		for (String label : labels) {
			failure = (failure != null) ? failure : this.failures.get(label);
		}
		if (failure != null) {
			throw failure;
		}
		this.taken.addAll(labels);
	}

	private static List<String> labels(byte[] body) {
		List<String> labels = new ArrayList<>();
		Matcher matcher = LABEL.matcher(new String(body, StandardCharsets.UTF_8));
		while (matcher.find()) {
			labels.add(matcher.group(1));
		}
		return labels;
	}

	private static String name(Operation operation) {
		return switch (operation) {
			case POST_USER_EVENTS -> "events";
			case POST_ORGANIZATION_EVENTS -> "org-events";
			case UPSERT_USER -> "upsert";
			case DELETE_USER -> "delete";
			case POST_USER_INBOX -> "inbox";
			case ADD_ORGANIZATION_USER -> "member";
			default -> operation.name();
		};
	}

	EngineFixture event(String label, String... users) {
		return publish(Operation.POST_USER_EVENTS, label, 0, users);
	}

	EngineFixture events(String prefix, int from, int to, Function<Integer, String> user) {
		for (int i = from; i <= to; i++) {
			event(prefix + i, user.apply(i));
		}
		return this;
	}

	EngineFixture match(String label) {
		return event(label);
	}

	EngineFixture upsert(String label, String... users) {
		return publish(Operation.UPSERT_USER, label, 0, users);
	}

	EngineFixture publish(Operation operation, String label, int padding, String... users) {
		QueuedWrite write = write(operation, label, padding, operation.repeatable(), users);
		return publish(write);
	}

	EngineFixture publish(QueuedWrite write) {
		try {
			if (this.queue.offer(List.of(write), 0) != Offer.TAKEN) {
				throw new IllegalStateException("The queue is full");
			}
			return this;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static QueuedWrite write(Operation operation, String label, int padding, boolean repeatable, String... users) {
		List<Subject> subjects = Arrays.stream(users)
			.map((user) -> new Subject(SubjectType.USER, "default", user))
			.toList();
		return new QueuedWrite(operation, subjects, json(operation, label, padding, List.of(users)), repeatable);
	}

	/** JSON that carries the label, also when upserts of the same users become one. */
	static byte[] json(Operation operation, String label, int padding, Collection<String> users) {
		String content = "{\"id\":\"" + label + "\",\"p\":\"" + "x".repeat(padding) + "\"}";
		String json = (operation != Operation.UPSERT_USER) ? content
				: "{\"identifier\":\"" + new TreeSet<>(users) + "\",\"data\":{\"" + label + "\":" + content + "}}";
		return json.getBytes(StandardCharsets.UTF_8);
	}

	long step() {
		if (++this.steps > MANY_STEPS) {
			throw new IllegalStateException("It does not come to an end: " + this.requests.size() + " requests");
		}
		return this.engine.step();
	}

	/** Goes on without any time passing. */
	long runAtOnce() {
		long wait = step();
		while (wait == 0) {
			wait = step();
		}
		return wait;
	}

	/** Goes on for a while. */
	EngineFixture run(Duration duration) {
		long end = this.now + duration.toNanos();
		for (long wait = runAtOnce(); wait <= end - this.now; wait = runAtOnce()) {
			this.now += wait;
		}
		this.now = end;
		return this;
	}

	/** Goes on until there is nothing to do. */
	EngineFixture runToEnd() {
		for (long wait = runAtOnce(); wait != DeliveryEngine.FOREVER; wait = runAtOnce()) {
			this.now += wait;
		}
		return this;
	}

	void pass(Duration duration) {
		this.now += duration.toNanos();
	}

	long millis() {
		return (this.now - this.begin) / 1_000_000;
	}

	DeliveryStats stats() {
		return this.reports.stats();
	}

	DeliverySettings settings() {
		return this.settings;
	}

	@Override
	public void onDelivered(Operation operation, int writes) {
		this.delivered += writes;
	}

	@Override
	public void onUndelivered(UndeliveredWrite write) {
		this.undelivered
			.add(labels(write.json().getBytes(StandardCharsets.UTF_8)).get(0) + " " + write.reason().name());
	}

	/**
	 * A request as the server sees it.
	 */
	record Request(Operation operation, List<String> labels, long millis) {
	}

}
