package com.lunogram.spring;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often it is said that an event was not emitted.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventWarningsTests {

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);

	private final EventWarnings warnings = new EventWarnings("com.example.Shop.buy()", this.time::get);

	@Test
	void oncePerMinuteWithTheNumberOfTheOthers(CapturedOutput output) {
		this.warnings.notEmitted("bought", new IllegalStateException("first"));
		this.warnings.notEmitted("bought", new IllegalStateException("second"));
		this.time.addAndGet(Duration.ofSeconds(59).toNanos());
		this.warnings.notEmitted("bought", new IllegalStateException("third"));
		assertThat(output).contains("Event 'bought' of com.example.Shop.buy() was not emitted: first")
			.doesNotContain("second")
			.doesNotContain("third");
		this.time.addAndGet(Duration.ofSeconds(1).toNanos());
		this.warnings.notEmitted("bought", new IllegalStateException("fourth"));
		assertThat(output).contains("was not emitted: fourth (2 more since the last warning)");
		this.time.addAndGet(Duration.ofHours(1).toNanos());
		this.warnings.notEmitted("bought", new IllegalStateException("fifth"));
		assertThat(output.toString()).endsWith("was not emitted: fifth" + System.lineSeparator());
	}

	@Test
	void anExceptionWhoseMessageCannotBeReadIsNamed(CapturedOutput output) {
		this.warnings.notEmitted("bought", new UnreadableException());
		assertThat(output).contains("was not emitted: com.lunogram.spring.UnreadableException");
	}

	@Test
	void anExceptionWhoseMessageCannotBeReadIsNamedWithItsStackTraceSwitchedOnToo(CapturedOutput output) {
		Logger logger = (Logger) LoggerFactory.getLogger(LunogramEvent.class);
		logger.setLevel(Level.DEBUG);
		try {
			this.warnings.notEmitted("bought", new IllegalStateException("outer", new UnreadableException()));
		}
		finally {
			logger.setLevel(null);
		}
		assertThat(output).contains("was not emitted: outer");
	}

	@Test
	void anExceptionWithoutAMessageIsNamed(CapturedOutput output) {
		this.warnings.notEmitted("bought", new NullPointerException());
		assertThat(output).contains("was not emitted: java.lang.NullPointerException");
	}

}
