package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.LunogramClient;
import com.lunogram.model.UserEvent;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.client.MockRestServiceServer;

import static org.springframework.test.web.client.match.MockRestRequestMatchers.header;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.jsonPath;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.method;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withStatus;

/**
 * Tests that an application can test with {@link RestClientTest}, although the client has
 * request factories of its own. The health check is there too: it must not bind the mock
 * server a second time.
 */
@RestClientTest(properties = { "lunogram.api-key=sk_secret", "lunogram.read-timeout=1s" })
@ImportAutoConfiguration({ LunogramAutoConfiguration.class, LunogramHealthAutoConfiguration.class })
class LunogramRestClientTests {

	@Autowired
	private LunogramClient client;

	@Autowired
	private MockRestServiceServer server;

	@Test
	void mockServerAnswers() {
		this.server.expect(requestTo("https://console.lunogram.com/api/client/users/events"))
			.andExpect(method(HttpMethod.POST))
			.andExpect(header("Authorization", "Bearer sk_secret"))
			.andExpect(jsonPath("$[0].name").value("order.completed"))
			.andRespond(withStatus(HttpStatus.ACCEPTED));
		this.client.users().events().post(UserEvent.builder("order.completed").user("user-1").build());
		this.server.verify();
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
