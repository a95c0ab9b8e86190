package com.lunogram.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

import javax.sql.DataSource;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.DeliveryStatus;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.OutboxStore;
import com.lunogram.delivery.jdbc.JdbcOutboxStore;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.LunogramEvent;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * The outbox in an application.
 */
@ExtendWith(OutputCaptureExtension.class)
class LunogramOutboxTests {

	private static final String EVENTS = "/api/client/users/events";

	private static final Duration LONG = Duration.ofSeconds(30);

	@RegisterExtension
	private final WireMockExtension server = WireMockExtension.newInstance().build();

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				LunogramOutboxAutoConfiguration.class, LunogramAutoConfiguration.class,
				LunogramEventAutoConfiguration.class));

	@BeforeEach
	void pointToServer() {
		this.server.stubFor(post(EVENTS).willReturn(aResponse().withStatus(202)));
		this.runner = this.runner.withPropertyValues("lunogram.api-key=sk_test",
				"lunogram.base-url=" + this.server.baseUrl(), "lunogram.delivery.mode=outbox",
				"lunogram.delivery.batch.linger=10ms", "spring.datasource.url=" + database());
	}

	private static String database() {
		return "jdbc:h2:mem:" + UUID.randomUUID();
	}

	private static UserEvent event(String name) {
		return UserEvent.builder(name).user("u-1").build();
	}

	private void verifyTaken(int requests, String name) {
		this.server.verify(requests,
				postRequestedFor(urlEqualTo(EVENTS)).withRequestBody(containing("\"name\":\"" + name + "\"")));
	}

	@Test
	void delivers() {
		this.runner.run((context) -> {
			LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
			publisher.publish(event("a"));
			assertThat(publisher.flush(LONG)).isTrue();
			verifyTaken(1, "a");
			DeliveryControl control = Objects.requireNonNull(publisher.control());
			assertThat(control.status().delivered()).isEqualTo(1);
		});
	}

	@Test
	void deliversFromTheStartWhatAnEarlierRunHasLeft() {
		String url = database() + ";DB_CLOSE_DELAY=-1";
		this.server.stubFor(post(EVENTS).willReturn(aResponse().withStatus(503)));
		this.runner.withPropertyValues("spring.datasource.url=" + url, "lunogram.delivery.shutdown-timeout=0s")
			.run((context) -> context.getBean(LunogramPublisher.class).publish(event("a")));
		this.server.resetAll();
		this.server.stubFor(post(EVENTS).willReturn(aResponse().withStatus(202)));
		this.runner.withPropertyValues("spring.datasource.url=" + url)
			.run((context) -> await().atMost(LONG).untilAsserted(() -> verifyTaken(1, "a")));
	}

	@Test
	void isPartOfTransactionsOfJdbc() {
		this.runner.withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
			shop.order("kept");
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> shop.fail("rolled-back"));
			assertThat(publisher.flush(LONG)).isTrue();
			verifyTaken(1, "kept");
			verifyTaken(0, "rolled-back");
		});
	}

	@Test
	void isPartOfTransactionsOfJpa() {
		this.runner.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=create")
			.withUserConfiguration(Entities.class)
			.withBean(JpaShop.class)
			.run((context) -> {
				JpaShop shop = context.getBean(JpaShop.class);
				LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
				shop.order("kept", publisher);
				assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> shop.fail("rolled-back", publisher));
				assertThat(publisher.flush(LONG)).isTrue();
				verifyTaken(1, "kept");
				verifyTaken(0, "rolled-back");
			});
	}

	@Test
	void isPartOfTransactionsOfATransactionAwareDataSource() {
		this.runner.run((context) -> {
			LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
			// As Boot gives it to jOOQ.
			JdbcTemplate jooq = new JdbcTemplate(
					new TransactionAwareDataSourceProxy(context.getBean(DataSource.class)));
			context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
				publisher.publish(event("rolled-back"));
				assertThat(jooq.queryForObject("SELECT COUNT(*) FROM lunogram_outbox", Integer.class)).isEqualTo(1);
				status.setRollbackOnly();
			});
			assertThat(jooq.queryForObject("SELECT COUNT(*) FROM lunogram_outbox", Integer.class)).isZero();
		});
	}

	@Test
	void annotatedMethodsEmitInTheirTransaction() {
		this.runner.withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
			Objects.requireNonNull(publisher.control()).pause();
			context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
				shop.ship("u-1");
				assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM lunogram_outbox", Integer.class)).isEqualTo(1);
				status.setRollbackOnly();
			});
			assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM lunogram_outbox", Integer.class)).isZero();
			shop.ship("u-1");
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> shop.lose("u-1"));
			Objects.requireNonNull(publisher.control()).resume();
			assertThat(publisher.flush(LONG)).isTrue();
			verifyTaken(1, "order.shipped");
			verifyTaken(1, "order.lost");
		});
	}

	@Test
	void whatIsPublishedAfterTheCommitIsNotLost() {
		this.runner.withBean(AfterCommit.class).run((context) -> {
			context.getBean(TransactionTemplate.class)
				.executeWithoutResult((status) -> context.publishEvent(new Placed("after")));
			assertThat(context.getBean(LunogramPublisher.class).flush(LONG)).isTrue();
			verifyTaken(1, "after");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "crm_", "crm.lunogram_" })
	void namesOfTablesCanBeSet(String prefix) {
		this.runner
			.withPropertyValues("lunogram.outbox.table-prefix=" + prefix,
					"spring.datasource.url=" + database() + ";INIT=CREATE SCHEMA IF NOT EXISTS crm")
			.run((context) -> {
				LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
				publisher.publish(event("a"));
				assertThat(publisher.flush(LONG)).isTrue();
				assertThat(context.getBean(JdbcTemplate.class)
					.queryForObject("SELECT COUNT(*) FROM " + prefix + "outbox", Integer.class)).isZero();
			});
	}

	@Test
	void flywayMayMakeTheTables(@TempDir Path migrations) throws IOException {
		try (InputStream script = JdbcOutboxStore.class.getResourceAsStream("schema-h2.sql")) {
			Files.copy(Objects.requireNonNull(script), migrations.resolve("V1__lunogram.sql"));
		}
		this.runner.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
			.withPropertyValues("lunogram.outbox.initialize-schema=never",
					"spring.flyway.locations=filesystem:" + migrations)
			.run((context) -> {
				LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
				publisher.publish(event("a"));
				assertThat(publisher.flush(LONG)).isTrue();
				verifyTaken(1, "a");
			});
	}

	@Test
	void anApplicationsOwnStoreIsUsed() {
		this.runner.withBean("mine", OutboxStore.class, () -> mock(OutboxStore.class))
			.withPropertyValues("lunogram.delivery.shutdown-timeout=0s")
			.run((context) -> assertThat(context).hasSingleBean(OutboxStore.class)
				.doesNotHaveBean(JdbcOutboxStore.class));
	}

	@Test
	void oneOfSeveralDataSourcesCanBeChosen() {
		this.runner
			.withBean("orders", DataSource.class, () -> new DriverManagerDataSource(database() + ";DB_CLOSE_DELAY=-1"))
			.withBean("crm", DataSource.class, () -> new DriverManagerDataSource(database() + ";DB_CLOSE_DELAY=-1"))
			.withPropertyValues("lunogram.outbox.data-source=crm")
			.run((context) -> {
				context.getBean(LunogramPublisher.class).publish(event("a"));
				assertThat(context.getBean(LunogramPublisher.class).flush(LONG)).isTrue();
				assertThat(new JdbcTemplate(context.getBean("crm", DataSource.class))
					.queryForObject("SELECT COUNT(*) FROM lunogram_outbox", Integer.class)).isZero();
			});
	}

	@Test
	void bothStandbyAndRunningAreStates() {
		this.runner.run((context) -> {
			DeliveryControl control = Objects.requireNonNull(context.getBean(LunogramPublisher.class).control());
			await().atMost(LONG).until(() -> control.status().state() == DeliveryStatus.State.RUNNING);
		});
	}

	@Test
	void saysThatTablesAreMissing(CapturedOutput output) {
		start("--lunogram.outbox.initialize-schema=never");
		assertThat(output).contains("lunogram.outbox.initialize-schema is 'never', and these tables are not there",
				"lunogram_outbox, lunogram_dead_letter, lunogram_lease", "Set it to 'always'");
	}

	@Test
	void saysThatThereIsNoDataSource(CapturedOutput output) {
		start("--spring.autoconfigure.exclude=" + DataSourceAutoConfiguration.class.getName());
		assertThat(output).contains("lunogram.delivery.mode is 'outbox', but there is no DataSource",
				"spring.datasource.url");
	}

	@Test
	void saysThatNoDataSourceIsCalledSo(CapturedOutput output) {
		start("--lunogram.outbox.data-source=crm");
		assertThat(output).contains("lunogram.outbox.data-source is 'crm', but no DataSource bean is called that",
				"Give one of these: dataSource.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "lease=10ms", "poll-interval=0s", "dead-letter-retention=-1d", "table-prefix=a;b" })
	void saysWhichSettingIsWrong(String setting, CapturedOutput output) {
		start("--lunogram.outbox." + setting);
		assertThat(output)
			.contains("Lunogram cannot be set up: lunogram.outbox." + setting.substring(0, setting.indexOf('=')));
	}

	private void start(String argument) {
		SpringApplication application = new SpringApplication(Application.class);
		assertThatExceptionOfType(Exception.class).isThrownBy(
				() -> application
					.run("--lunogram.api-key=sk_test", "--spring.main.web-application-type=none",
							"--lunogram.delivery.mode=outbox", "--spring.datasource.url=" + database(), argument)
					.close());
	}

	@Test
	void saysThatThereAreSeveralDataSources() {
		this.runner.withBean("orders", DataSource.class, () -> new DriverManagerDataSource(database()))
			.withBean("crm", DataSource.class, () -> new DriverManagerDataSource(database()))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("outbox.data-source", "several DataSource beans", "crm, orders"));
	}

	@Test
	void saysThatSpringJdbcIsMissing() {
		this.runner.withClassLoader(new FilteredClassLoader(JdbcTemplate.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("delivery.mode", "not on the class path", "spring-boot-starter-jdbc"));
	}

	/**
	 * An application that does not start.
	 */
	@org.springframework.boot.autoconfigure.EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

	@Transactional
	static class Shop {

		private final LunogramPublisher publisher;

		Shop(LunogramPublisher publisher) {
			this.publisher = publisher;
		}

		void order(String name) {
			this.publisher.publish(event(name));
		}

		void fail(String name) {
			this.publisher.publish(event(name));
			throw new IllegalStateException("no");
		}

		@LunogramEvent(name = "order.shipped", user = "#user")
		public void ship(String user) {
			// The event is all.
		}

		@LunogramEvent(name = "order.lost", user = "#user", on = LunogramEvent.On.FAILURE)
		public void lose(String user) {
			throw new IllegalStateException("no");
		}

	}

	@EntityScan(basePackageClasses = LunogramOutboxTests.class)
	@Configuration(proxyBeanMethods = false)
	static class Entities {

	}

	@Entity(name = "purchase")
	static class Purchase {

		@Id
		private String id = "";

	}

	@Transactional
	@SuppressWarnings("NullAway.Init") // The container sets it
	static class JpaShop {

		@PersistenceContext
		private EntityManager entities;

		void order(String name, LunogramPublisher publisher) {
			Purchase purchase = new Purchase();
			purchase.id = name;
			this.entities.persist(purchase);
			assertThat(publisher.joinsTransaction()).isTrue();
			publisher.publish(event(name));
		}

		void fail(String name, LunogramPublisher publisher) {
			order(name, publisher);
			throw new IllegalStateException("no");
		}

	}

	record Placed(String name) {
	}

	static class AfterCommit {

		private final LunogramPublisher publisher;

		AfterCommit(LunogramPublisher publisher) {
			this.publisher = publisher;
		}

		@TransactionalEventListener
		void on(Placed placed) {
			this.publisher.publish(event(placed.name()));
		}

	}

}
