package com.lunogram.spring.boot.autoconfigure;

import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where and as whom to connect to Lunogram. A bean of this type goes before the
 * properties.
 */
public interface LunogramConnectionDetails extends ConnectionDetails {

	/**
	 * Address of the server.
	 * @return the base URL
	 */
	String getBaseUrl();

	/**
	 * Secret key of the project.
	 * @return the key; {@code null} if a {@link LunogramClientBuilderCustomizer} sets it
	 */
	@Nullable String getApiKey();

	/**
	 * Project that the key belongs to, for servers that have it in their paths.
	 * @return the project's id; {@code null} for paths without a project
	 */
	default @Nullable UUID getProjectId() {
		return null;
	}

	/**
	 * Certificates for the connection.
	 * @return the bundle; {@code null} for the one that all HTTP clients of the
	 * application use
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
