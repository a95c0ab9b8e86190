package com.lunogram.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.lunogram.delivery.LunogramPublisher;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the page with both sides, in a browser.
 */
@Tag("browser")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "spring.datasource.url=jdbc:h2:mem:shop-mirror-browser")
class ShopMirrorBrowserTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	@RegisterExtension
	static final WireMockExtension customerIo = WireMockExtension.newInstance().resetOnEachTest(false).build();

	private static @Nullable Chromium chromium;

	@LocalServerPort
	private int port;

	@Autowired
	private LunogramPublisher publisher;

	@Autowired
	private CustomerService customers;

	@Autowired
	private OrderService orders;

	@DynamicPropertySource
	static void customerIo(DynamicPropertyRegistry registry) {
		ShopMirrorTests.mirrorTo(customerIo, registry);
	}

	@BeforeAll
	static void startBrowser() {
		chromium = Chromium.start();
	}

	@AfterAll
	static void stopBrowser() {
		if (chromium != null) {
			chromium.close();
		}
	}

	@Test
	void showsLiveThatOneSideWaitsWhileTheOtherHasEverything() {
		this.customers.register(new Customer("c-1", "Lucy Liang", "lucy@example.com", null, null, null, "acme"));
		assertThat(this.publisher.flush(LONG)).isTrue();
		Chromium browser = Objects.requireNonNull(chromium);
		ChromeDriver page = browser.driver();
		browser.size(1280, 1000);
		browser.colours("light");
		page.get("http://localhost:" + this.port + "/");
		await(page, "connection", "Live");
		page.executeScript("window.sameAsBefore = true");
		this.customers.startTrial("c-1", Instant.parse("2030-01-01T00:00:00Z"));
		await(page, "mirror-leftOut", "1");
		assertThat(text(page, "mirror-reasons")).isEqualTo("no counterpart: 1");
		ShopMirrorTests.goDown(customerIo);
		for (String article : new String[] { "teapot", "biscuits", "cups" }) {
			this.orders.place("c-1", article, 1, BigDecimal.TEN);
		}
		await(page, "mirror-waiting", "3");
		await(page, "waiting", "0");
		await(page, "mirror-state", "Trying again");
		Awaitility.await().atMost(LONG).until(() -> text(page, "rows").contains("cups"));
		assertThat(text(page, "state")).isEqualTo("Running");
		assertThat(text(page, "mirror-error")).contains("503");
		assertThat(text(page, "mirror-oldest")).startsWith("the oldest for");
		Awaitility.await().atMost(LONG).until(() -> !text(page, "mirror-retried").equals("0"));
		browser.screenshot("sample-mirror.png");
		browser.pageIsUsable(1280, "light");
		browser.pageIsUsable(1280, "dark");
		browser.pageIsUsable(360, "light");
		browser.pageIsUsable(360, "dark");
		ShopMirrorTests.comeBack(customerIo);
		await(page, "mirror-waiting", "0");
		await(page, "mirror-state", "Running");
		assertThat(text(page, "mirror-error")).isEmpty();
		assertThat(page.executeScript("return window.sameAsBefore")).isEqualTo(true);
		assertThat(browser.complaints()).isEmpty();
	}

	private static void await(ChromeDriver page, String id, String text) {
		Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(text(page, id)).isEqualTo(text));
	}

	private static String text(ChromeDriver page, String id) {
		return page.findElement(By.id(id)).getText();
	}

}
