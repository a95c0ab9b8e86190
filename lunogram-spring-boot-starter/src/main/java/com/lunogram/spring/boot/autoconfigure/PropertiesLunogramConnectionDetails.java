package com.lunogram.spring.boot.autoconfigure;

import java.util.UUID;

import com.lunogram.LunogramConfigurationException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The details that stand in the properties.
 */
final class PropertiesLunogramConnectionDetails implements LunogramConnectionDetails {

	private final LunogramProperties properties;

	private final ObjectProvider<SslBundles> sslBundles;

	PropertiesLunogramConnectionDetails(LunogramProperties properties, ObjectProvider<SslBundles> sslBundles) {
		this.properties = properties;
		this.sslBundles = sslBundles;
	}

	@Override
	public String getBaseUrl() {
		return this.properties.baseUrl();
	}

	/**
	 * Binding leaves a placeholder without value as it is, and it would go out as the
	 * key.
	 */
	@Override
	public @Nullable String getApiKey() {
		String key = this.properties.apiKey();
		String undefined = Placeholders.undefined(key);
		if (undefined != null) {
			throw new LunogramConfigurationException("api-key", "refers to '" + undefined + "', which is not defined",
					"Define that with the secret key (sk_...) of your Lunogram project.");
		}
		return key;
	}

	@Override
	public @Nullable UUID getProjectId() {
		return this.properties.projectId();
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		String name = this.properties.ssl().bundle();
		if (name == null || name.isBlank()) {
			return null;
		}
		try {
			return this.sslBundles.getObject().getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new LunogramConfigurationException("ssl.bundle",
					"names the SSL bundle '" + name + "', which does not exist",
					"Define it below spring.ssl.bundle, or name another one.");
		}
	}

}
