package com.lunogram.spring.boot.test;

import java.time.Duration;

import com.lunogram.delivery.LunogramPublisher;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Lets each test begin with nothing recorded and nothing received, also when it shares
 * the application with tests of other classes.
 */
final class LunogramTestExecutionListener extends AbstractTestExecutionListener {

	/** After the application is there, and before a test's own transaction begins. */
	private static final int ORDER = 3500;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			ApplicationContext context = testContext.getApplicationContext();
			context.getBeanProvider(LunogramServer.class).forEach((server) -> reset(server, context));
			context.getBeanProvider(RecordedWrites.class).ifAvailable(RecordedWrites::clear);
		}
	}

	/** What the test before has left in the queue would arrive in this one. */
	private static void reset(LunogramServer server, ApplicationContext context) {
		server.behave();
		context.getBeanProvider(LunogramPublisher.class).ifUnique((publisher) -> publisher.flush(PATIENCE));
		server.clear();
	}

	/** The application may be stopped next, and delivers what waits when it is. */
	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			testContext.getApplicationContext().getBeanProvider(LunogramServer.class).forEach(LunogramServer::behave);
		}
	}

}
