package com.lunogram.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.lunogram.LunogramClient;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.UserEvent;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.AsyncTaskExecutor;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application whose threads are virtual ones.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class LunogramVirtualThreadsTests {

	private static final int THREADS = 600;

	private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]+)\"");

	/** So long that only what is wrong takes it. */
	private static final Duration LONG = Duration.ofMinutes(2);

	@RegisterExtension
	private final WireMockExtension server = WireMockExtension.newInstance().build();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(LunogramAutoConfiguration.class, TaskExecutionAutoConfiguration.class));

	@BeforeEach
	void pointToServer() {
		this.server.stubFor(post("/api/client/users/events").willReturn(aResponse().withStatus(202).withFixedDelay(5)));
		this.runner = this.runner.withPropertyValues("spring.threads.virtual.enabled=true", "lunogram.api-key=sk_test",
				"lunogram.base-url=" + this.server.baseUrl(), "lunogram.read-timeout=1m",
				"lunogram.delivery.batch.linger=10ms", "lunogram.delivery.max-requests-per-minute=1000000");
	}

	/** With BLOCK, most of the threads have to wait for room. */
	@ParameterizedTest
	@CsvSource({ "drop, 10000", "block, 20" })
	void allArrivesAndNoCarrierIsHeldUp(String overflow, int capacity) {
		this.runner
			.withPropertyValues("lunogram.delivery.queue.overflow=" + overflow,
					"lunogram.delivery.queue.capacity=" + capacity, "lunogram.delivery.queue.block-timeout=2m")
			.run((context) -> {
				// Classes are initialised once, which holds up a carrier in any library.
				work(context, "warm", 100);
				List<RecordedEvent> events = record(() -> work(context, "e", THREADS));
				assertThat(events)
					.filteredOn((event) -> event.getEventType().getName().equals("jdk.VirtualThreadStart"))
					.hasSizeGreaterThanOrEqualTo(THREADS);
				assertThat(events)
					.filteredOn((event) -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
					.filteredOn(LunogramVirtualThreadsTests::isOurs)
					.isEmpty();
			});
		assertThat(arrived()).filteredOn((name) -> name.startsWith("e."))
			.containsExactlyInAnyOrderElementsOf(IntStream.range(0, THREADS).mapToObj((i) -> "e." + i).toList());
	}

	/** One of many threads flushes, one calls directly, and the others publish. */
	private static void work(ApplicationContext context, String prefix, int threads) {
		AsyncTaskExecutor executor = context.getBean(AsyncTaskExecutor.class);
		LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
		LunogramClient client = context.getBean(LunogramClient.class);
		List<CompletableFuture<Void>> all = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			UserEvent event = UserEvent.builder(prefix + "." + i).user("u-" + i % 7).build();
			int kind = i % 10;
			all.add(executor.submitCompletable(() -> {
				assertThat(Thread.currentThread().toString()).startsWith("VirtualThread");
				if (kind == 0) {
					client.users().events().post(event);
					return;
				}
				publisher.publish(event);
				if (kind == 1) {
					assertThat(publisher.flush(LONG)).isTrue();
				}
			}));
		}
		all.forEach(CompletableFuture::join);
		assertThat(publisher.flush(LONG)).isTrue();
	}

	private List<RecordedEvent> record(Runnable work) {
		try (Recording recording = new Recording()) {
			recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
			recording.enable("jdk.VirtualThreadStart");
			recording.start();
			work.run();
			recording.stop();
			Path file = this.directory.resolve("recording.jfr");
			recording.dump(file);
			return RecordingFile.readAllEvents(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isOurs(RecordedEvent event) {
		return event.getStackTrace() == null || event.getStackTrace()
			.getFrames()
			.stream()
			.anyMatch((frame) -> frame.getMethod().getType().getName().startsWith("com.lunogram."));
	}

	private List<String> arrived() {
		List<String> names = new ArrayList<>();
		this.server.getAllServeEvents().forEach((event) -> {
			Matcher matcher = NAME.matcher(event.getRequest().getBodyAsString());
			while (matcher.find()) {
				names.add(matcher.group(1));
			}
		});
		return names;
	}

}
