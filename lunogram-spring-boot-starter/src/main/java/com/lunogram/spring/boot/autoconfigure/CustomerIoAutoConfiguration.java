package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.customerio.CustomerIoAppClient;
import com.lunogram.customerio.CustomerIoAppClientBuilder;
import com.lunogram.customerio.CustomerIoClientBuilder;
import com.lunogram.customerio.CustomerIoConfigurationException;
import com.lunogram.customerio.CustomerIoTrackClient;
import com.lunogram.customerio.CustomerIoTrackClientBuilder;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the clients of Customer.io,
 * which need no Lunogram, and for the mirror, which does.
 */
@AutoConfiguration(after = SslAutoConfiguration.class, before = LunogramAutoConfiguration.class,
		afterName = { "org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration",
				"org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration",
				"org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration" })
@Conditional(OnCustomerIoConfiguration.class)
@EnableConfigurationProperties(CustomerIoProperties.class)
@Import({ LunogramHttpClientConfiguration.class, LunogramRestClientConfiguration.class,
		CustomerIoMirrorConfiguration.class })
public final class CustomerIoAutoConfiguration {

	static final String TRACK_CLIENT = "customerIoTrackClient";

	static final String APP_CLIENT = "customerIoAppClient";

	private final CustomerIoProperties properties;

	private final ObjectProvider<SslBundles> sslBundles;

	CustomerIoAutoConfiguration(CustomerIoProperties properties, ObjectProvider<SslBundles> sslBundles) {
		this.properties = properties;
		this.sslBundles = sslBundles;
	}

	@Bean(TRACK_CLIENT)
	@ConditionalOnMissingBean
	@Conditional(OnCustomerIoProperty.Track.class)
	CustomerIoTrackClient customerIoTrackClient(ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<HttpCustomizer> httpCustomizers, ObjectProvider<CustomerIoTraffics> traffics,
			ObjectProvider<CustomerIoClientBuilderCustomizer> customizers) {
		CustomerIoTrackClientBuilder builder = CustomerIoTrackClient.builder();
		PropertyMapper map = PropertyMapper.get();
		map.from(this.properties::siteId).to(builder::siteId);
		map.from(this.properties::trackApiKey).to(builder::apiKey);
		prepare(builder, this.properties.trackBaseUrl(), observationRegistry, httpCustomizers);
		traffics.ifAvailable((traffic) -> builder.requestInterceptor(traffic.track()));
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	@Bean(APP_CLIENT)
	@ConditionalOnMissingBean
	@Conditional(OnCustomerIoProperty.App.class)
	CustomerIoAppClient customerIoAppClient(ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<HttpCustomizer> httpCustomizers, ObjectProvider<CustomerIoTraffics> traffics,
			ObjectProvider<CustomerIoClientBuilderCustomizer> customizers) {
		CustomerIoAppClientBuilder builder = CustomerIoAppClient.builder();
		PropertyMapper.get().from(this.properties::appApiKey).to(builder::apiKey);
		prepare(builder, this.properties.appBaseUrl(), observationRegistry, httpCustomizers);
		traffics.ifAvailable((traffic) -> builder.requestInterceptor(traffic.app()));
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	private void prepare(CustomerIoClientBuilder<?> builder, @Nullable String baseUrl,
			ObjectProvider<ObservationRegistry> observationRegistry, ObjectProvider<HttpCustomizer> httpCustomizers) {
		builder.baseUrl(baseUrl)
			.allowInsecureUrl(this.properties.allowInsecureUrl())
			.retry(this.properties.retry().policy());
		PropertyMapper.get().from(this.properties::region).to(builder::region);
		new ConnectionSettings(this.properties.connectTimeout(), this.properties.readTimeout(), sslBundle())
			.apply(builder, observationRegistry, httpCustomizers);
	}

	private @Nullable SslBundle sslBundle() {
		String name = this.properties.ssl().bundle();
		if (!StringUtils.hasText(name)) {
			return null;
		}
		try {
			return this.sslBundles.getObject().getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new CustomerIoConfigurationException("ssl.bundle",
					"names the SSL bundle '" + name + "', which does not exist",
					"Define it below spring.ssl.bundle, or name another one.");
		}
	}

}
