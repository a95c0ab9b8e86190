package com.lunogram.benchmark;

import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The event publications of Spring Modulith. A listener handles each at once, so that
 * only what fails would be relayed.
 */
final class Modulith implements Contender {

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ConfigurableApplicationContext context;

	private final TransactionTemplate transactions;

	Modulith(Database database) {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.datasource.url=" + database.url(), "--spring.datasource.hikari.maximum-pool-size=8",
					"--spring.modulith.events.jdbc.schema-initialization.enabled=true",
					"--spring.modulith.events.completion-mode=delete", "--namastack.outbox.enabled=false",
					"--spring.task.execution.pool.core-size=4", "--logging.level.root=error");
		this.transactions = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
	}

	@Override
	public void insert(List<Integer> numbers) {
		this.transactions.executeWithoutResult((status) -> {
			for (int number : numbers) {
				Map<String, Object> event = Map.of("name", SampleEvent.NAME, "identifier",
						List.of(Map.of("external_id", SampleEvent.userId(number))), "data", SampleEvent.data(number));
				this.context.publishEvent(new Stored(this.mapper.writeValueAsString(event)));
			}
		});
	}

	@Override
	public double relay(int events) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * An event.
	 *
	 * @param json what it is about
	 */
	record Stored(String json) {
	}

	/**
	 * As small as it gets.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableAsync
	static class Application {

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	/**
	 * Does nothing.
	 */
	static class Listener {

		@Async
		@TransactionalEventListener
		void on(Stored event) {
			Counter.handled();
		}

	}

}
