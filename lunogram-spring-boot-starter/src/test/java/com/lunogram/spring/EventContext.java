package com.lunogram.spring;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.boot.autoconfigure.LunogramEventAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/**
 * Begins the contexts of the tests.
 */
final class EventContext {

	private EventContext() {
	}

	static ApplicationContextRunner runner() {
		return runner(new RecordingPublisher());
	}

	static ApplicationContextRunner runner(RecordingPublisher publisher) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LunogramEventAutoConfiguration.class))
			.withBean(LunogramPublisher.class, () -> publisher);
	}

	static RecordingPublisher publisher(ApplicationContext context) {
		return (RecordingPublisher) context.getBean(LunogramPublisher.class);
	}

}
