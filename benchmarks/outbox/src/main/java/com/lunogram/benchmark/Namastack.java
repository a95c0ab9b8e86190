package com.lunogram.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.namastack.outbox.Outbox;
import io.namastack.outbox.handler.OutboxRecordMetadata;
import io.namastack.outbox.handler.OutboxTypedHandler;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Namastack's outbox, with large batches and without pauses. It delivers in order.
 */
final class Namastack implements Contender {

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final Database database;

	private ConfigurableApplicationContext context;

	private Outbox outbox;

	private TransactionTemplate transactions;

	Namastack(Database database) {
		this.database = database;
		this.context = start("1h");
		this.outbox = this.context.getBean(Outbox.class);
		this.transactions = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
	}

	private ConfigurableApplicationContext start(String interval) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.datasource.url=" + this.database.url(), "--spring.datasource.hikari.maximum-pool-size=8",
					"--namastack.outbox.polling.batch-size=500",
					"--namastack.outbox.polling.fixed.interval=" + interval,
					"--namastack.outbox.processing.delete-completed-records=true",
					// Modulith is on the class path as well.
					"--spring.autoconfigure.exclude=org.springframework.modulith.events.config.EventPublicationAutoConfiguration,"
							+ "org.springframework.modulith.events.jdbc.JdbcEventPublicationAutoConfiguration",
					"--logging.level.root=warn");
	}

	@Override
	public void insert(List<Integer> numbers) {
		this.transactions.executeWithoutResult((status) -> {
			for (int number : numbers) {
				Map<String, Object> event = Map.of("name", SampleEvent.NAME, "identifier",
						List.of(Map.of("external_id", SampleEvent.userId(number))), "data", SampleEvent.data(number));
				this.outbox.schedule(this.mapper.writeValueAsString(event), SampleEvent.userId(number));
			}
		});
	}

	@Override
	public double relay(int events) throws InterruptedException {
		// An instance of its own, as the interval cannot be changed.
		this.context.close();
		Counter.reset();
		this.context = start("10ms");
		try {
			return Counter.await(events, Duration.ofMinutes(3));
		}
		finally {
			this.context.close();
			this.context = start("1h");
			this.outbox = this.context.getBean(Outbox.class);
			this.transactions = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * As small as it gets.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Handler handler() {
			return new Handler();
		}

	}

	/**
	 * Does nothing.
	 */
	static class Handler implements OutboxTypedHandler<String> {

		@Override
		public void handle(String json, OutboxRecordMetadata metadata) {
			Counter.handled();
		}

	}

}
