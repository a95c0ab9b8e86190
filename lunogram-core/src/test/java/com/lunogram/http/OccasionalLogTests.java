package com.lunogram.http;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class OccasionalLogTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger("com.lunogram.http.OccasionalLogTests");

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private long now = Long.MAX_VALUE - 10;

	private final OccasionalLog log = new OccasionalLog(this.logger, () -> this.now);

	@BeforeEach
	void setUp() {
		this.appender.start();
		this.logger.setLevel(Level.INFO);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void tearDown() {
		this.logger.detachAppender(this.appender);
	}

	@Test
	void theFirstTimeIsToldAtOnceAndThenOnceAMinute() {
		this.log.warn("bad");
		for (int i = 0; i < 600; i++) {
			this.now += Duration.ofMillis(100).toNanos() - 1;
			this.log.warn("worse");
		}
		assertThat(messages()).containsExactly("1 bad");
		this.now += 1000;
		this.log.warn("worst");
		assertThat(messages()).containsExactly("1 bad", "601 worst");
		this.log.warn("again");
		assertThat(messages()).hasSize(2);
	}

	private List<String> messages() {
		return this.appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

}
