package com.lunogram.spring.boot.autoconfigure;

import java.net.http.HttpClient;
import java.time.Duration;

import javax.net.ssl.SSLParameters;

import com.lunogram.http.ClientBuilder;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * What is configured about the connections of one client.
 *
 * @param connectTimeout how long to wait for a connection
 * @param readTimeout how long to wait for an answer
 * @param sslBundle certificates for the connection; {@code null} for the usual ones
 */
record ConnectionSettings(Duration connectTimeout, Duration readTimeout, @Nullable SslBundle sslBundle) {

	/** Sets what applies to every client of this library. */
	void apply(ClientBuilder<?> builder, ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<HttpCustomizer> customizers) {
		builder.connectTimeout(this.connectTimeout).readTimeout(this.readTimeout);
		SslBundle ssl = this.sslBundle;
		if (ssl != null) {
			builder.httpClient((client) -> secure(client, ssl));
		}
		observationRegistry.ifUnique(builder::observationRegistry);
		customizers.forEach((customizer) -> customizer.customize(builder, this));
	}

	private static void secure(HttpClient.Builder client, SslBundle ssl) {
		SslOptions options = ssl.getOptions();
		client.sslContext(ssl.createSslContext())
			.sslParameters(new SSLParameters(options.getCiphers(), options.getEnabledProtocols()));
	}

}
