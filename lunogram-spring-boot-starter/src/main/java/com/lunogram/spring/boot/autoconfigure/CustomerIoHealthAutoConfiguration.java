package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import com.lunogram.customerio.CustomerIoAppClient;
import com.lunogram.customerio.CustomerIoTrackClient;
import com.lunogram.spring.boot.health.CustomerIoHealthIndicator;
import com.lunogram.spring.boot.health.CustomerIoTraffic;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for
 * {@link CustomerIoHealthIndicator}: one for each client that is there.
 */
@AutoConfiguration(after = { CustomerIoAutoConfiguration.class, LunogramAutoConfiguration.class })
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@Conditional(CustomerIoHealthAutoConfiguration.OnClient.class)
@ConditionalOnEnabledHealthIndicator("customerio")
public final class CustomerIoHealthAutoConfiguration {

	/** The same as for Lunogram, whose properties are not there if it is switched off. */
	private static final String PROBE_INTERVAL = "lunogram.health.probe-interval";

	@Bean
	static CustomerIoTraffics customerIoTraffics() {
		return new CustomerIoTraffics(
				new CustomerIoTraffic("lunogram.customerio.site-id and lunogram.customerio.track-api-key"),
				new CustomerIoTraffic("lunogram.customerio.app-api-key"));
	}

	@Bean
	@ConditionalOnMissingBean(name = { "customerIoHealthIndicator", "customerIoHealthContributor" })
	HealthContributor customerIoHealthContributor(CustomerIoTraffics traffics,
			ObjectProvider<CustomerIoTrackClient> trackClients, ObjectProvider<CustomerIoAppClient> appClients,
			ObjectProvider<MirrorDelivery> mirrors, Environment environment, BeanFactory beanFactory) {
		Duration interval = environment.getProperty(PROBE_INTERVAL, Duration.class, Duration.ofSeconds(60));
		Map<String, HealthContributor> contributors = new LinkedHashMap<>();
		trackClients.ifUnique((client) -> {
			// Only the client that was built here is watched.
			CustomerIoTraffic traffic = isOurs(client, CustomerIoAutoConfiguration.TRACK_CLIENT, beanFactory)
					? traffics.track() : new CustomerIoTraffic("its credentials");
			MirrorDelivery mirror = mirrors.getIfAvailable();
			contributors.put("track", CustomerIoHealthIndicator.track(client, traffic, interval,
					(mirror != null) ? mirror.control() : null));
		});
		appClients.ifUnique((client) -> {
			if (isOurs(client, CustomerIoAutoConfiguration.APP_CLIENT, beanFactory)) {
				contributors.put("app", CustomerIoHealthIndicator.app(client, traffics.app(), interval));
			}
		});
		return CompositeHealthContributor.fromMap(contributors);
	}

	private static boolean isOurs(Object client, String name, BeanFactory beanFactory) {
		return beanFactory.containsBean(name) && beanFactory.getBean(name) == client;
	}

	/**
	 * Any client.
	 */
	static final class OnClient extends AnyNestedCondition {

		OnClient() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBean(CustomerIoTrackClient.class)
		static final class Track {

		}

		@ConditionalOnBean(CustomerIoAppClient.class)
		static final class App {

		}

	}

}
