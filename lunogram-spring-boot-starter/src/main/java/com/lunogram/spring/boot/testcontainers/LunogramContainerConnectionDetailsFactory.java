package com.lunogram.spring.boot.testcontainers;

import java.util.List;
import java.util.UUID;

import com.lunogram.LunogramConfigurationException;
import com.lunogram.spring.boot.autoconfigure.LunogramConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Makes {@link LunogramConnectionDetails} of a
 * {@link ServiceConnection @ServiceConnection} container that runs the image
 * {@code lunogram/platform}, from whatever registry, or that is named {@code lunogram}. A
 * server gets its keys from whoever runs it, so the key and the project are those of the
 * container's environment ({@code LUNOGRAM_API_KEY}, {@code LUNOGRAM_PROJECT_ID}) or else
 * of the properties.
 */
class LunogramContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, LunogramConnectionDetails> {

	private static final int PORT = 8080;

	LunogramContainerConnectionDetailsFactory() {
		super(List.of("lunogram/platform", "lunogram"));
	}

	@Override
	protected LunogramConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new LunogramContainerConnectionDetails(source);
	}

	/**
	 * Where the container is.
	 */
	private static final class LunogramContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements LunogramConnectionDetails, EnvironmentAware {

		private @Nullable Environment environment;

		private LunogramContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public void setEnvironment(Environment environment) {
			this.environment = environment;
		}

		@Override
		public String getBaseUrl() {
			Container<?> container = getContainer();
			String scheme = (getSslBundle() != null) ? "https" : "http";
			return scheme + "://" + container.getHost() + ":" + container.getMappedPort(PORT);
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
						"Give the ID of your Lunogram project in LUNOGRAM_PROJECT_ID of the container, or leave that out.");
			}
		}

		private @Nullable String setting(String variable, String property) {
			String value = getContainer().getEnvMap().get(variable);
			if (StringUtils.hasText(value)) {
				return value;
			}
			return (this.environment != null) ? this.environment.getProperty(property) : null;
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

	}

}
