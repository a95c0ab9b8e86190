package com.lunogram.spring.boot.test.shop;

import java.util.UUID;

import com.lunogram.LunogramClient;
import com.lunogram.spring.boot.autoconfigure.LunogramConnectionDetails;
import com.lunogram.spring.boot.test.AutoConfigureLunogramRecorder;
import com.lunogram.spring.boot.test.EnableLunogramServer;
import com.lunogram.spring.boot.test.LunogramServer;
import com.lunogram.spring.boot.test.ReceivedRequest;
import com.lunogram.spring.boot.test.RecordedWrites;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the stand-in server beside the recorder, with the paths of a project, a server of
 * the test's own, and an application that has connection details of its own.
 */
@SpringBootTest(properties = "lunogram.project-id=9d2b9f6e-3f2b-4d53-9d0b-6f6f0f6a2c11")
@AutoConfigureLunogramRecorder
@EnableLunogramServer
class ServerInProjectTests {

	private static final UUID AUTH_METHOD = UUID.fromString("0b0f7f0e-8a55-4f8b-9a41-1c3f0f8f2a77");

	@Test
	void answersTheClientAndLeavesWhatIsPublishedToTheRecorder(LunogramServer server, RecordedWrites writes,
			@Autowired LunogramClient client, @Autowired OrderService orders) {
		assertThat(client.sessions().create(AUTH_METHOD, "c-1").token()).isNotBlank();
		orders.place("c-1", 12.5);
		assertThat(writes).hasUserEvent("order.placed");
		assertThat(server.requests()).extracting(ReceivedRequest::path)
			.containsExactly(
					"/api/client/projects/" + server.projectId() + "/auth-methods/" + AUTH_METHOD + "/sessions");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Servers {

		@Bean
		LunogramServer serverWithSessions() {
			return LunogramServer.builder().authMethod(AUTH_METHOD).start();
		}

		@Bean
		LunogramConnectionDetails ofTheApplication() {
			return new LunogramConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return "https://nobody.invalid";
				}

				@Override
				public @Nullable String getApiKey() {
					return "sk_of_the_application";
				}

			};
		}

	}

}
