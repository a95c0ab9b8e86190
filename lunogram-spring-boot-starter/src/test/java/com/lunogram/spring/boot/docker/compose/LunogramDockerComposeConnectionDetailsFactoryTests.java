package com.lunogram.spring.boot.docker.compose;

import java.util.Map;
import java.util.UUID;

import com.lunogram.LunogramConfigurationException;
import com.lunogram.spring.boot.autoconfigure.LunogramConnectionDetails;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link LunogramDockerComposeConnectionDetailsFactory}, with services that are
 * none: there need not be a Docker.
 */
class LunogramDockerComposeConnectionDetailsFactoryTests {

	private static final String PROJECT = "9d2b9f6e-3f2b-4d53-9d0b-6f6f0f6a2c11";

	private final RunningService service = mock();

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void takesAddressKeyAndProjectFromTheService() {
		this.environment.setProperty("lunogram.api-key", "sk_of_the_properties");
		service("ghcr.io/lunogram/platform:1.2.3", Map.of(),
				Map.of("LUNOGRAM_API_KEY", "sk_of_the_service", "LUNOGRAM_PROJECT_ID", PROJECT));
		LunogramConnectionDetails details = details();
		assertThat(details.getBaseUrl()).isEqualTo("http://127.0.0.1:58080");
		assertThat(details.getApiKey()).isEqualTo("sk_of_the_service");
		assertThat(details.getProjectId()).isEqualTo(UUID.fromString(PROJECT));
		assertThat(details.getSslBundle()).isNull();
	}

	@Test
	void takesFromThePropertiesWhatTheServiceDoesNotSay() {
		this.environment.setProperty("lunogram.api-key", "sk_of_the_properties");
		service("lunogram/platform", Map.of(), Map.of());
		LunogramConnectionDetails details = details();
		assertThat(details.getApiKey()).isEqualTo("sk_of_the_properties");
		assertThat(details.getProjectId()).isNull();
	}

	@Test
	void takesABlankProjectAsNone() {
		this.environment.setProperty("lunogram.project-id", "");
		service("lunogram/platform", Map.of(), Map.of());
		assertThat(details().getProjectId()).isNull();
	}

	@Test
	void refusesAProjectThatIsNoneWithoutPrintingIt() {
		service("lunogram/platform", Map.of(), Map.of("LUNOGRAM_PROJECT_ID", "sk_secret"));
		LunogramConnectionDetails details = details();
		assertThatExceptionOfType(LunogramConfigurationException.class).isThrownBy(details::getProjectId)
			.withMessageContaining("project-id is no UUID")
			.withMessageContaining("LUNOGRAM_PROJECT_ID of the service")
			.withNoCause()
			.withMessageNotContaining("sk_secret");
	}

	@Test
	void recognisesAServiceOfAnotherImageByItsLabel() {
		service("registry.example.com/crm:7", Map.of("org.springframework.boot.service-connection", "lunogram"),
				Map.of("LUNOGRAM_API_KEY", "sk_of_the_service"));
		assertThat(details().getApiKey()).isEqualTo("sk_of_the_service");
	}

	@Test
	void leavesOtherServicesAlone() {
		service("ghcr.io/lunogram/renderer:1.2.3", Map.of(), Map.of());
		assertThat(all()).isEmpty();
	}

	private void service(String image, Map<String, String> labels, Map<String, String> variables) {
		ConnectionPorts ports = mock();
		given(ports.get(8080)).willReturn(58080);
		given(this.service.image()).willReturn(ImageReference.of(image));
		given(this.service.labels()).willReturn(labels);
		given(this.service.env()).willReturn(variables);
		given(this.service.host()).willReturn("127.0.0.1");
		given(this.service.ports()).willReturn(ports);
	}

	private LunogramConnectionDetails details() {
		return (LunogramConnectionDetails) all().getOrDefault(LunogramConnectionDetails.class, mock());
	}

	/** By way of spring.factories, as Spring Boot finds them. */
	private Map<Class<?>, ConnectionDetails> all() {
		DockerComposeConnectionSource source = mock();
		given(source.getRunningService()).willReturn(this.service);
		given(source.getEnvironment()).willReturn(this.environment);
		return new ConnectionDetailsFactories(getClass().getClassLoader()).getConnectionDetails(source, false);
	}

}
