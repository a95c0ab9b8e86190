package com.lunogram.support;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.lunogram.LunogramClientBuilder;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ByteBufferPool;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JettyClientHttpRequestFactory;

/**
 * The HTTP libraries that a client can be built upon, each set up as our documentation
 * asks for: no redirects, no cookies, no repeats of its own.
 */
public enum HttpLibrary {

	JDK {
		@Override
		public LunogramClientBuilder use(LunogramClientBuilder builder, Duration connect, Duration read) {
			return builder.connectTimeout(connect).readTimeout(read);
		}
	},

	APACHE {
		@Override
		public LunogramClientBuilder use(LunogramClientBuilder builder, Duration connect, Duration read) {
			return builder.requestFactories(() -> apache(connect, read));
		}
	},

	JETTY {
		@Override
		public LunogramClientBuilder use(LunogramClientBuilder builder, Duration connect, Duration read) {
			return builder.requestFactories(() -> jetty(connect, read));
		}
	};

	public abstract LunogramClientBuilder use(LunogramClientBuilder builder, Duration connect, Duration read);

	private static ClientHttpRequestFactory apache(Duration connect, Duration read) {
		ConnectionConfig config = ConnectionConfig.custom()
			.setConnectTimeout(connect.toMillis(), TimeUnit.MILLISECONDS)
			.setSocketTimeout((int) read.toMillis(), TimeUnit.MILLISECONDS)
			.build();
		return new HttpComponentsClientHttpRequestFactory(HttpClients.custom()
			.setConnectionManager(
					PoolingHttpClientConnectionManagerBuilder.create().setDefaultConnectionConfig(config).build())
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement()
			.build());
	}

	private static ClientHttpRequestFactory jetty(Duration connect, Duration read) {
		HttpClient client = new HttpClient();
		client.setFollowRedirects(false);
		// Jetty 12.1 (its issue 13400) may give the buffer of a broken answer to the
		// next connection though a thread still reads into it: "newPosition > limit",
		// or an answer that never ends.
		client.setByteBufferPool(new ByteBufferPool.NonPooling());
		client.setConnectTimeout(connect.toMillis());
		// Else it sends its own beside ours.
		client.setUserAgentField(null);
		client.setHttpCookieStore(new HttpCookieStore.Empty());
		JettyClientHttpRequestFactory factory = new JettyClientHttpRequestFactory(client);
		factory.setReadTimeout(read);
		try {
			factory.afterPropertiesSet();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		return factory;
	}

}
