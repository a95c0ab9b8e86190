package com.lunogram.spring.boot.testcontainers;

import java.util.UUID;

import com.lunogram.LunogramClient;
import com.lunogram.LunogramConfigurationException;
import com.lunogram.spring.boot.autoconfigure.LunogramAutoConfiguration;
import com.lunogram.spring.boot.autoconfigure.LunogramConnectionDetails;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LunogramContainerConnectionDetailsFactory}, with containers that are
 * none: there need not be a Docker.
 */
class LunogramContainerConnectionDetailsFactoryTests {

	private static final UUID PROJECT = UUID.fromString("9d2b9f6e-3f2b-4d53-9d0b-6f6f0f6a2c11");

	@Nested
	@SpringJUnitConfig
	@ImportAutoConfiguration(LunogramAutoConfiguration.class)
	@TestPropertySource(
			properties = { "lunogram.api-key=sk_of_the_properties", "lunogram.base-url=https://nobody.invalid" })
	class ByImage {

		@ServiceConnection
		static final Container container = new Container("ghcr.io/lunogram/platform:1.2.3")
			.withEnv("LUNOGRAM_API_KEY", "sk_of_the_container")
			.withEnv("LUNOGRAM_PROJECT_ID", PROJECT.toString());

		@Test
		void takesAddressKeyAndProjectFromTheContainer(@Autowired LunogramConnectionDetails details,
				@Autowired LunogramClient client) {
			assertThat(details.getBaseUrl()).isEqualTo("http://localhost:58080");
			assertThat(details.getApiKey()).isEqualTo("sk_of_the_container");
			assertThat(details.getProjectId()).isEqualTo(PROJECT);
			assertThat(details.getSslBundle()).isNull();
			assertThat(client).hasToString("LunogramClient[http://localhost:58080, project " + PROJECT + "]");
			assertThat(container.started).isTrue();
		}

	}

	@Nested
	@SpringJUnitConfig
	@ImportAutoConfiguration(LunogramAutoConfiguration.class)
	@TestPropertySource(properties = { "lunogram.api-key=sk_of_the_properties",
			"lunogram.project-id=9d2b9f6e-3f2b-4d53-9d0b-6f6f0f6a2c11" })
	class ByName {

		@ServiceConnection("lunogram")
		static final Container container = new Container("registry.example.com/crm:7");

		@Test
		void takesFromThePropertiesWhatTheContainerDoesNotSay(@Autowired LunogramConnectionDetails details) {
			assertThat(details.getBaseUrl()).isEqualTo("http://localhost:58080");
			assertThat(details.getApiKey()).isEqualTo("sk_of_the_properties");
			assertThat(details.getProjectId()).isEqualTo(PROJECT);
		}

	}

	@Nested
	@SpringJUnitConfig
	@ImportAutoConfiguration(LunogramAutoConfiguration.class)
	@TestPropertySource(properties = { "lunogram.api-key=sk_of_the_properties", "lunogram.project-id=" })
	class WithoutProject {

		@ServiceConnection
		static final Container container = new Container("lunogram/platform");

		@Test
		void takesABlankProjectAsNone(@Autowired LunogramConnectionDetails details) {
			assertThat(details.getProjectId()).isNull();
		}

		@Test
		void refusesAProjectThatIsNoneWithoutPrintingIt(@Autowired LunogramConnectionDetails details) {
			container.addEnv("LUNOGRAM_PROJECT_ID", "sk_secret");
			try {
				assertThatExceptionOfType(LunogramConfigurationException.class).isThrownBy(details::getProjectId)
					.withMessageContaining("project-id is no UUID")
					.withMessageContaining("LUNOGRAM_PROJECT_ID of the container")
					.withMessageNotContaining("sk_secret")
					.withNoCause();
			}
			finally {
				container.getEnvMap().remove("LUNOGRAM_PROJECT_ID");
			}
		}

	}

	/**
	 * Says of itself that it runs.
	 */
	static final class Container extends GenericContainer<Container> {

		private final String image;

		private boolean started;

		Container(String image) {
			super(DockerImageName.parse(image));
			this.image = image;
		}

		@Override
		public String getDockerImageName() {
			return this.image;
		}

		@Override
		public void start() {
			this.started = true;
		}

		@Override
		public String getHost() {
			return "localhost";
		}

		@Override
		public Integer getMappedPort(int port) {
			return 50_000 + port;
		}

	}

}
