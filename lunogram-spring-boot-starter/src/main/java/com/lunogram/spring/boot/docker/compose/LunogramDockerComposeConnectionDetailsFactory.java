package com.lunogram.spring.boot.docker.compose;

import java.util.UUID;

import com.lunogram.LunogramConfigurationException;
import com.lunogram.spring.boot.autoconfigure.LunogramConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Makes {@link LunogramConnectionDetails} of a Docker Compose service that runs the image
 * {@code lunogram/platform}, from whatever registry, or whose label
 * {@code org.springframework.boot.service-connection} says {@code lunogram}. A server
 * gets its keys from whoever runs it, so the key and the project are those of the
 * service's environment ({@code LUNOGRAM_API_KEY}, {@code LUNOGRAM_PROJECT_ID}) or else
 * of the properties.
 */
class LunogramDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<LunogramConnectionDetails> {

	private static final String[] CONNECTION_NAMES = { "lunogram/platform", "lunogram" };

	private static final int PORT = 8080;

	LunogramDockerComposeConnectionDetailsFactory() {
		super(CONNECTION_NAMES);
	}

	@Override
	protected LunogramConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new LunogramDockerComposeConnectionDetails(source.getRunningService(), source.getEnvironment());
	}

	/**
	 * Where the service is.
	 */
	private static final class LunogramDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements LunogramConnectionDetails {

		private final RunningService service;

		private final Environment environment;

		private LunogramDockerComposeConnectionDetails(RunningService service, Environment environment) {
			super(service);
			this.service = service;
			this.environment = environment;
		}

		@Override
		public String getBaseUrl() {
			String scheme = (getSslBundle() != null) ? "https" : "http";
			return scheme + "://" + this.service.host() + ":" + this.service.ports().get(PORT);
		}

		@Override
		public @Nullable String getApiKey() {
			return setting("LUNOGRAM_API_KEY", "lunogram.api-key");
		}

		@Override
		public @Nullable UUID getProjectId() {
			String id = setting("LUNOGRAM_PROJECT_ID", "lunogram.project-id");
			try {
				return StringUtils.hasText(id) ? UUID.fromString(id) : null;
			}
			catch (IllegalArgumentException ex) {
				// Not as its cause: it holds the value, which may well be the key.
				throw new LunogramConfigurationException("project-id", "is no UUID",
						"Give the ID of your Lunogram project in LUNOGRAM_PROJECT_ID of the service, or leave that out.");
			}
		}

		private @Nullable String setting(String variable, String property) {
			String value = this.service.env().get(variable);
			return StringUtils.hasText(value) ? value : this.environment.getProperty(property);
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return getSslBundle(this.service);
		}

	}

}
