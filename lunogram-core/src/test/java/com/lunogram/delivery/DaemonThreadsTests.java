package com.lunogram.delivery;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.security.auth.Subject;

import com.lunogram.LunogramClient;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the threads of delivery see the classes of the application.
 */
class DaemonThreadsTests {

	private static final ClassLoader APPLICATION = new URLClassLoader("application", new URL[0],
			DaemonThreadsTests.class.getClassLoader());

	private static final ClassLoader CALLER = new URLClassLoader("caller", new URL[0],
			DaemonThreadsTests.class.getClassLoader());

	private static <T> T in(@Nullable ClassLoader classLoader, Supplier<T> work) throws Exception {
		FutureTask<T> task = new FutureTask<>(work::get);
		Thread thread = new Thread(task);
		thread.setContextClassLoader(classLoader);
		thread.start();
		return task.get();
	}

	static Stream<Supplier<LunogramPublisher>> publishers() {
		return Stream.of(() -> soon(LunogramPublisher.memory(client())), () -> soon(LunogramPublisher.memory(target())),
				() -> soon(LunogramPublisher.outbox(client(), new FakeOutboxStore(System::nanoTime))),
				() -> soon(LunogramPublisher.stream(client(), stream())));
	}

	private static LunogramPublisher soon(PublisherBuilder<?> builder) {
		builder.linger(Duration.ofHours(1)).shutdownTimeout(Duration.ZERO);
		if (builder instanceof MemoryPublisherBuilder memory) {
			return memory.build();
		}
		return (builder instanceof OutboxPublisherBuilder outbox) ? outbox.build()
				: ((StreamPublisherBuilder) builder).build();
	}

	private static LunogramClient client() {
		return LunogramClient.builder().apiKey("sk_test").baseUrl("http://localhost:1").build();
	}

	private static WriteStream stream() {
		return proxy(WriteStream.class);
	}

	private static DeliveryTarget target() {
		return target(() -> {
		});
	}

	private static DeliveryTarget target(Runnable sending) {
		return new DeliveryTarget() {

			@Override
			public String name() {
				return "test";
			}

			@Override
			public String observationName() {
				return "test";
			}

			@Override
			public double maxRequestsPerMinute() {
				return 60;
			}

			@Override
			public PendingWrite prepare(Write write) {
				return new WriteSerializer().snapshot(write);
			}

			@Override
			public TargetProgress send(byte[] json) {
				sending.run();
				throw Failures.reset();
			}

		};
	}

	private static <T> T proxy(Class<T> type) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> answer(method)));
	}

	private static @Nullable Object answer(Method method) {
		if (method.getReturnType() == boolean.class) {
			return !method.getName().equals("isInTransaction");
		}
		return (method.getReturnType() == long.class) ? 0L : null;
	}

	@ParameterizedTest
	@MethodSource("publishers")
	void theClassesOfWhoBuildsAPublisherAreSeenAndNotThoseOfWhoPublishesFirst(Supplier<LunogramPublisher> builder)
			throws Exception {
		try (LunogramPublisher publisher = in(APPLICATION, builder)) {
			in(CALLER, () -> {
				publisher.publish(UserEvent.builder("e").user("u").build());
				return true;
			});
			assertThat(deliveringWith(CALLER)).isEmpty();
			assertThat(deliveringWith(APPLICATION)).isNotEmpty();
		}
	}

	@Test
	void theLibrarysOwnClassesAreSeenIfWhoBuildsHasNone() throws Exception {
		DaemonThreads threads = in(null, DaemonThreads::new);
		assertThat(threads.newThread(() -> {
		}, "test").getContextClassLoader()).isSameAs(DaemonThreads.class.getClassLoader());
	}

	private static List<String> deliveringWith(ClassLoader classLoader) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getContextClassLoader() == classLoader)
			.map(Thread::getName)
			.filter((name) -> name.startsWith("lunogram-"))
			.toList();
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_22, disabledReason = "later ones never hand it on")
	@SuppressWarnings("removal")
	void nobodyIsLoggedInThere() throws Exception {
		CompletableFuture<Set<Subject>> seen = new CompletableFuture<>();
		DeliveryTarget target = target(() -> {
			Subject subject = Subject.getSubject(AccessController.getContext());
			seen.complete((subject != null) ? Set.of(subject) : Set.of());
		});
		try (LunogramPublisher publisher = LunogramPublisher.memory(target)
			.linger(Duration.ZERO)
			.shutdownTimeout(Duration.ZERO)
			.build()) {
			Subject.doAs(new Subject(), (PrivilegedAction<Boolean>) () -> {
				publisher.publish(UserEvent.builder("e").user("u").build());
				return true;
			});
			assertThat(seen.get(1, TimeUnit.MINUTES)).isEmpty();
		}
	}

	@Test
	void aThreadGroupWithLessPriorityIsLeft() throws Exception {
		ThreadGroup slow = new ThreadGroup("slow");
		slow.setMaxPriority(Thread.MIN_PRIORITY);
		CompletableFuture<Thread> sending = new CompletableFuture<>();
		try (LunogramPublisher publisher = LunogramPublisher
			.memory(target(() -> sending.complete(Thread.currentThread())))
			.linger(Duration.ZERO)
			.shutdownTimeout(Duration.ZERO)
			.build()) {
			Thread caller = new Thread(slow, () -> publisher.publish(UserEvent.builder("e").user("u").build()));
			caller.start();
			assertThat(sending.get(1, TimeUnit.MINUTES).getPriority()).isEqualTo(Thread.NORM_PRIORITY);
		}
	}

}
