package com.lunogram.spring.boot.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.spring.boot.FakeControl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link LunogramHealthIndicator} says of delivery.
 */
class DeliveryHealthTests {

	private static final Duration INTERVAL = Duration.ofSeconds(60);

	private static final Duration LONG = Duration.ofHours(2);

	private final SettableClock clock = new SettableClock();

	private final LunogramTraffic traffic = new LunogramTraffic(this.clock);

	private final FakeControl control = new FakeControl();

	private final LunogramClient client = LunogramClient.builder().apiKey("sk_secret").build();

	private final LunogramHealthIndicator indicator = new LunogramHealthIndicator(this.client, this.traffic, INTERVAL,
			this.control, INTERVAL, this.clock, Runnable::run);

	/** So that the connection is well, and the server is not asked. */
	@BeforeEach
	void serverAnswers() {
		this.traffic.succeeded();
	}

	@AfterEach
	void close() {
		this.client.close();
	}

	@Test
	void deliveryIsShown() {
		given(State.RUNNING, 7, Duration.ofMillis(1500), ago(1), null);
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("delivery",
				Map.of("state", State.RUNNING, "queued", 7, "oldestAge", "PT1.5S"));
	}

	@Test
	void blockedIsDownWithTheError() {
		given(State.BLOCKED, 0, Duration.ZERO, ago(1), null);
		assertDown("Nothing can be delivered as Lunogram is set up: HTTP 503 Service Unavailable");
	}

	@ParameterizedTest
	@EnumSource(value = State.class, mode = EnumSource.Mode.EXCLUDE, names = { "BLOCKED", "RETRYING" })
	void waitingIsNotDown(State state) {
		given(state, 5000, LONG, null, null);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void dropsAreDownWhileTheyGoOn() {
		given(State.RUNNING, 10_000, Duration.ofSeconds(5), ago(0), ago(59));
		assertDown("Writes are dropped, as the queue has no room or does not answer");
		given(State.RUNNING, 10_000, Duration.ofSeconds(5), ago(0), ago(60));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void aDropBeforeTheClockWasSetBackIsForgotten() {
		given(State.RUNNING, 10_000, Duration.ofSeconds(5), ago(0), ago(1));
		this.clock.advance(Duration.ofHours(-1));
		this.traffic.succeeded();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void nothingDeliveredForAWhileIsDown() {
		given(State.RETRYING, 1, INTERVAL, ago(60), null);
		assertDown("Nothing is delivered for PT1M: HTTP 503 Service Unavailable");
		given(State.RETRYING, 1, INTERVAL, null, null);
		assertDown("Nothing is delivered for PT1M: HTTP 503 Service Unavailable");
	}

	@Test
	void firstFailureAfterAQuietTimeIsNotDown() {
		given(State.RETRYING, 1, Duration.ofSeconds(59), ago(7200), null);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void oneWriteThatKeepsFailingIsNotDownWhileOthersGetThrough() {
		given(State.RETRYING, 1, LONG, ago(59), null);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void nothingToDeliverIsNotDown() {
		given(State.RETRYING, 0, Duration.ZERO, ago(7200), null);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void deliveryThatIsWellDoesNotMakeARefusedKeyGood() {
		given(State.RUNNING, 0, Duration.ZERO, ago(1), null);
		this.traffic.answered(401, false);
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsKeys("reason", "delivery");
	}

	private void given(State state, int queued, Duration oldestAge, @Nullable Instant lastSuccess,
			@Nullable Instant lastDrop) {
		this.control.set(FakeControl.status(state, queued, oldestAge, lastSuccess, lastDrop));
	}

	private Instant ago(int seconds) {
		return this.clock.instant().minusSeconds(seconds);
	}

	private void assertDown(String reason) {
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).extractingByKey("delivery").asString().contains("reason=" + reason);
	}

	private Health health() {
		return this.indicator.health();
	}

}
