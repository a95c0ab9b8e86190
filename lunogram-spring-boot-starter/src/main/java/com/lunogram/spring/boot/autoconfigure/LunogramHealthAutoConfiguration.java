package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.boot.health.LunogramHealthIndicator;
import com.lunogram.spring.boot.health.LunogramTraffic;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link LunogramHealthIndicator}.
 */
@AutoConfiguration(after = LunogramAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBooleanProperty(name = "lunogram.enabled", matchIfMissing = true)
@ConditionalOnBean(LunogramClient.class)
@ConditionalOnEnabledHealthIndicator("lunogram")
@EnableConfigurationProperties(LunogramProperties.class)
public final class LunogramHealthAutoConfiguration
		extends CompositeHealthContributorConfiguration<LunogramHealthIndicator, LunogramClient> {

	LunogramHealthAutoConfiguration(LunogramProperties properties, ObjectProvider<LunogramTraffic> traffic,
			ObjectProvider<LunogramClient> clients, ObjectProvider<LunogramPublisher> publishers,
			BeanFactory beanFactory) {
		super((client) -> new LunogramHealthIndicator(client, trafficOf(client, traffic, beanFactory),
				properties.health().probeInterval(), deliveryThrough(client, clients, publishers)));
	}

	/** A publisher delivers through the client that is injected where none is named. */
	private static @Nullable DeliveryControl deliveryThrough(LunogramClient client,
			ObjectProvider<LunogramClient> clients, ObjectProvider<LunogramPublisher> publishers) {
		LunogramPublisher publisher = (clients.getIfUnique() == client) ? publishers.getIfUnique() : null;
		return (publisher != null) ? publisher.control() : null;
	}

	/** Only the client that was built here is watched. */
	private static LunogramTraffic trafficOf(LunogramClient client, ObjectProvider<LunogramTraffic> traffic,
			BeanFactory beanFactory) {
		boolean ours = beanFactory.containsBean(LunogramClientConfiguration.CLIENT)
				&& beanFactory.getBean(LunogramClientConfiguration.CLIENT) == client;
		return ours ? traffic.getObject() : new LunogramTraffic();
	}

	@Bean
	static LunogramTraffic lunogramTraffic() {
		return new LunogramTraffic();
	}

	@Bean
	static LunogramClientBuilderCustomizer lunogramTrafficCustomizer(LunogramTraffic traffic) {
		return (builder) -> builder.requestInterceptor(traffic);
	}

	@Bean
	@ConditionalOnMissingBean(name = { "lunogramHealthIndicator", "lunogramHealthContributor" })
	HealthContributor lunogramHealthContributor(ConfigurableListableBeanFactory beanFactory) {
		return createContributor(beanFactory, LunogramClient.class);
	}

}
