package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.delivery.WriteStream;
import com.lunogram.delivery.kafka.KafkaWriteStream;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.LunogramEvent;
import com.lunogram.spring.boot.actuate.DeliveryDescriptor;
import com.lunogram.spring.boot.actuate.LunogramEndpoint;
import com.lunogram.spring.boot.health.LunogramHealthIndicator;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.transaction.annotation.Transactional;

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
 * Delivery through Kafka in an application.
 */
@ExtendWith(OutputCaptureExtension.class)
class LunogramKafkaTests {

	private static final String EVENTS = "/api/client/users/events";

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);

	@RegisterExtension
	private final WireMockExtension server = WireMockExtension.newInstance().build();

	private final String topic = "t-" + UUID.randomUUID();

	private ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(
			KafkaAutoConfiguration.class, TransactionAutoConfiguration.class, LunogramKafkaAutoConfiguration.class,
			LunogramAutoConfiguration.class, LunogramEventAutoConfiguration.class));

	@BeforeAll
	static void startBroker() {
		broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
		broker.brokerProperty("transaction.state.log.replication.factor", "1");
		broker.brokerProperty("transaction.state.log.min.isr", "1");
		broker.brokerProperty("transaction.state.log.num.partitions", "1");
		broker.brokerProperty("offsets.topic.num.partitions", "1");
		broker.brokerProperty("auto.create.topics.enable", "false");
		broker.afterPropertiesSet();
	}

	@AfterAll
	static void stopBroker() {
		broker.destroy();
	}

	@BeforeEach
	void pointToServers() {
		this.server.stubFor(post(EVENTS).willReturn(aResponse().withStatus(202)));
		this.runner = this.runner.withPropertyValues("lunogram.api-key=sk_test",
				"lunogram.base-url=" + this.server.baseUrl(), "lunogram.delivery.mode=kafka",
				"lunogram.delivery.batch.linger=10ms", "lunogram.kafka.topic=" + this.topic,
				"lunogram.kafka.group-id=" + this.topic, "lunogram.kafka.create-topics=true",
				"spring.kafka.bootstrap-servers=" + broker.getBrokersAsString());
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
	void topicsAreMadeAsAskedFor() {
		this.runner.withPropertyValues("lunogram.kafka.partitions=3", "lunogram.kafka.replicas=1").run((context) -> {
			Map<String, TopicDescription> topics = broker.doWithAdminFunction((admin) -> {
				try {
					return admin.describeTopics(Set.of(this.topic, this.topic + ".dead-letters")).allTopicNames().get();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
			assertThat(topics).hasSize(2)
				.allSatisfy((name, description) -> assertThat(description.partitions()).hasSize(3));
		});
	}

	@Test
	void healthMetricsAndEndpointTellOfIt() {
		this.server.stubFor(post(EVENTS).withRequestBody(containing("bad")).willReturn(aResponse().withStatus(400)));
		this.runner
			.withConfiguration(
					AutoConfigurations.of(LunogramHealthAutoConfiguration.class, LunogramMetricsAutoConfiguration.class,
							LunogramEndpointAutoConfiguration.class, MetricsAutoConfiguration.class,
							CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=lunogram")
			.run((context) -> {
				LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
				publisher.publish(event("a"), event("bad"));
				assertThat(publisher.flush(LONG)).isTrue();
				Health health = Objects.requireNonNull(context.getBean(LunogramHealthIndicator.class).health(true));
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails().get("delivery")).asString().contains("state=RUNNING", "queued=0");
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("lunogram.delivery.delivered").functionCounter().count()).isEqualTo(1);
				assertThat(meters.get("lunogram.delivery.dead.letters").gauge().value()).isEqualTo(1);
				LunogramEndpoint endpoint = context.getBean(LunogramEndpoint.class);
				assertThat(endpoint.delivery().mode()).isEqualTo("kafka");
				assertThat(endpoint.delivery().state()).isEqualTo(State.RUNNING);
				this.server.stubFor(post(EVENTS).willReturn(aResponse().withStatus(202)));
				endpoint.act("replay", null, null, null, true, null);
				endpoint.act("flush", LONG, null, null, null, null);
				DeliveryDescriptor.Totals totals = Objects.requireNonNull(endpoint.delivery().totals());
				assertThat(totals.delivered()).isEqualTo(2);
				assertThat(endpoint.delivery().deadLetters()).isZero();
			});
	}

	@Test
	void settingsOfTheApplicationsOwnClientsApply() {
		this.runner
			.withPropertyValues("spring.kafka.client-id=shop",
					"spring.kafka.consumer.properties[group.instance.id]=first",
					"spring.kafka.producer.compression-type=gzip")
			.run((context) -> {
				LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
				publisher.publish(event("a"));
				assertThat(publisher.flush(LONG)).isTrue();
				MemberDescription member = broker.doWithAdminFunction(this::onlyMember);
				assertThat(member.clientId()).startsWith("shop-lunogram");
				assertThat(member.groupInstanceId()).hasValueSatisfying((id) -> assertThat(id).startsWith("first"));
				assertThat(context.getBean(KafkaWriteStream.class).toString()).contains(this.topic);
			});
	}

	private MemberDescription onlyMember(AdminClient admin) {
		try {
			return admin.describeConsumerGroups(List.of(this.topic))
				.all()
				.get()
				.values()
				.stream()
				.flatMap((group) -> group.members().stream())
				.findAny()
				.orElseThrow();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void onePublishesAndAnotherDelivers() {
		this.runner.withPropertyValues("lunogram.kafka.relay=false").run((context) -> {
			LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
			publisher.publish(event("a"));
			assertThat(publisher.flush(LONG)).isTrue();
			DeliveryControl control = Objects.requireNonNull(publisher.control());
			assertThat(control.status().state()).isEqualTo(State.STANDBY);
			verifyTaken(0, "a");
		});
		this.runner.run((context) -> await().atMost(LONG).untilAsserted(() -> verifyTaken(1, "a")));
	}

	@Test
	void isPartOfTransactionsOfKafka() {
		this.runner.withPropertyValues("spring.kafka.producer.transaction-id-prefix=tx-" + this.topic)
			.withBean(Shop.class)
			.run((context) -> {
				Shop shop = context.getBean(Shop.class);
				LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
				shop.order("kept");
				assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> shop.fail("rolled-back"));
				shop.ship("u-1");
				assertThat(publisher.flush(LONG)).isTrue();
				verifyTaken(1, "kept");
				verifyTaken(0, "rolled-back");
				verifyTaken(1, "order.shipped");
			});
	}

	@Test
	void repeatsByItselfIfTheApplicationsProducersDoNot() {
		this.runner.withPropertyValues("spring.kafka.producer.retries=0").run((context) -> {
			LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
			publisher.publish(event("a"));
			assertThat(publisher.flush(LONG)).isTrue();
			verifyTaken(1, "a");
		});
	}

	@Test
	void serializersThatTakeOtherThingsAreLeftAlone() {
		this.runner.withPropertyValues(
				"spring.kafka.producer.value-serializer=org.springframework.kafka.support.serializer.JacksonJsonSerializer",
				"spring.kafka.consumer.value-deserializer=org.apache.kafka.common.serialization.LongDeserializer",
				"spring.kafka.consumer.auto-offset-reset=latest", "spring.kafka.client-id=shop")
			.run((context) -> {
				LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
				publisher.publish(event("a"));
				assertThat(publisher.flush(LONG)).isTrue();
				verifyTaken(1, "a");
			});
	}

	@Test
	void anApplicationsOwnStreamIsUsed() {
		this.runner.withBean("mine", WriteStream.class, () -> mock(WriteStream.class))
			.run((context) -> assertThat(context).hasSingleBean(WriteStream.class)
				.doesNotHaveBean(KafkaWriteStream.class));
	}

	@Test
	void isNotThereInOtherModes() {
		this.runner.withPropertyValues("lunogram.delivery.mode=log")
			.run((context) -> assertThat(context).doesNotHaveBean(WriteStream.class).doesNotHaveBean("lunogramTopics"));
	}

	@Test
	void saysThatSpringKafkaIsMissing() {
		this.runner.withClassLoader(new FilteredClassLoader(KafkaTemplate.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("delivery.mode", "not on the class path", "spring-boot-starter-kafka"));
	}

	@Test
	void saysThatThereIsNoProducerFactory(CapturedOutput output) {
		start("--spring.autoconfigure.exclude=" + KafkaAutoConfiguration.class.getName() + ","
				+ DataSourceAutoConfiguration.class.getName());
		assertThat(output).contains("lunogram.delivery.mode is 'kafka', but there is no ProducerFactory",
				"spring.kafka.bootstrap-servers");
	}

	@Test
	void saysThatThereAreSeveralProducerFactories() {
		this.runner
			.withBean("orders", ProducerFactory.class, () -> new DefaultKafkaProducerFactory<String, String>(Map.of()))
			.withBean("crm", ProducerFactory.class, () -> new DefaultKafkaProducerFactory<String, String>(Map.of()))
			.withBean(KafkaTemplate.class, () -> mock(KafkaTemplate.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("delivery.mode", "several ProducerFactory beans", "orders, crm"));
	}

	@Test
	void saysThatThereAreNoServers(CapturedOutput output) {
		start("--spring.kafka.bootstrap-servers=");
		assertThat(output).contains("lunogram.delivery.mode is 'kafka', but the ProducerFactory knows no server",
				"Set spring.kafka.bootstrap-servers");
	}

	@Test
	void saysThatServersAreNone(CapturedOutput output) {
		start("--spring.kafka.bootstrap-servers=nonsense");
		assertThat(output).contains("Kafka's clients cannot be set up", "nonsense",
				"Correct spring.kafka.bootstrap-servers");
	}

	@Test
	void saysThatTopicsAreMissing(CapturedOutput output) {
		start("--lunogram.kafka.topic=" + this.topic,
				"--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString());
		assertThat(output).contains("lunogram.kafka.create-topics is 'false', and these topics are not there: "
				+ this.topic + ", " + this.topic + ".dead-letters", "Set it to 'true', or create them otherwise");
	}

	@Test
	void saysThatTopicsCannotBeCreated(CapturedOutput output) {
		start("--lunogram.kafka.topic=" + this.topic, "--lunogram.kafka.create-topics=true",
				"--lunogram.kafka.replicas=3", "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString());
		assertThat(output).contains("these topics could not be created: " + this.topic, "lunogram.kafka.replicas");
	}

	@Test
	void startsThoughKafkaIsAway(CapturedOutput output) {
		this.runner
			.withPropertyValues("spring.kafka.bootstrap-servers=localhost:1", "lunogram.kafka.create-topics=false",
					"lunogram.kafka.max-block=100ms", "lunogram.delivery.shutdown-timeout=0s")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(LunogramPublisher.class).publish(event("a"));
				DeliveryControl control = Objects.requireNonNull(context.getBean(LunogramPublisher.class).control());
				assertThat(control.status().undelivered()).containsEntry(Reason.UNAVAILABLE, 1L);
			});
		assertThat(output).contains("Kafka does not tell whether the topics of KafkaWriteStream[" + this.topic);
	}

	@Test
	void topicsMayBeMadeByTheApplication() {
		this.runner.withPropertyValues("lunogram.kafka.create-topics=false")
			.withBean(NewTopic.class, () -> new NewTopic(this.topic, 2, (short) 1))
			.withBean("dead", NewTopic.class, () -> new NewTopic(this.topic + ".dead-letters", 1, (short) 1))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "topic=a b", "group-id= ", "max-block=-1s", "partitions=0", "replicas=0" })
	void saysWhichSettingIsWrong(String setting, CapturedOutput output) {
		start("--lunogram.kafka." + setting);
		assertThat(output)
			.contains("Lunogram cannot be set up: lunogram.kafka." + setting.substring(0, setting.indexOf('=')));
	}

	@ParameterizedTest
	@ValueSource(strings = { "topic", "group-id" })
	void saysWhichSettingIsNotDefined(String setting, CapturedOutput output) {
		start("--lunogram.kafka." + setting + "=a-${NO_SUCH}");
		assertThat(output).contains("lunogram.kafka." + setting + " refers to 'NO_SUCH', which is not defined");
	}

	private void start(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(Map.of("lunogram.api-key", "sk_test", "spring.main.web-application-type",
				"none", "lunogram.delivery.mode", "kafka", "spring.autoconfigure.exclude",
				DataSourceAutoConfiguration.class.getName()));
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> application.run(arguments).close());
	}

	/**
	 * An application that does not start.
	 */
	@EnableAutoConfiguration
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
			assertThat(this.publisher.joinsTransaction()).isTrue();
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

	}

}
