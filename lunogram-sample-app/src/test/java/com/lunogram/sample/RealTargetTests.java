package com.lunogram.sample;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a shop that talks to a server.
 */
@SpringBootTest(properties = { "spring.datasource.url=jdbc:h2:mem:shop-server", "lunogram.api-key=sk_secret",
		"lunogram.base-url=http://127.0.0.1:9" })
@AutoConfigureMockMvc
class RealTargetTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void thePageHasNothingOfAStandInAndSaysWhy() {
		assertThat(this.mvc.get().uri("/")).hasStatusOk()
			.bodyText()
			.contains("http://127.0.0.1:9", "The shop talks to a server, since <code>LUNOGRAM_API_KEY</code>",
					"id=\"waiting\"")
			.doesNotContain("name=\"behaviour\"", "<table", "sk_secret");
	}

	@Test
	void aServerCannotBeToldToMisbehave() {
		assertThat(this.mvc.post().uri("/stand-in").param("behaviour", "GONE")).hasStatus(404)
			.bodyText()
			.contains("There is no stand-in");
	}

}
