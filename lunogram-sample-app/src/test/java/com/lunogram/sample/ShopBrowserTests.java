package com.lunogram.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.UserEvent;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the page in a browser.
 */
@Tag("browser")
@TestMethodOrder(OrderAnnotation.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "spring.datasource.url=jdbc:h2:mem:shop-browser")
class ShopBrowserTests {

	private static final int MOST_TABS = 60;

	private static @Nullable Chromium chromium;

	@LocalServerPort
	private int port;

	@Autowired
	private LunogramPublisher publisher;

	@Autowired
	private LunogramTarget target;

	@Autowired
	private CustomerService customers;

	@SuppressWarnings("NullAway.Init")
	private ChromeDriver page;

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

	private static Chromium chromium() {
		return Objects.requireNonNull(chromium);
	}

	@BeforeEach
	void openPage() {
		this.target.behave(StandInBehaviour.WORKS);
		this.customers.register(new Customer("c-1", "Lucy Liang", "lucy@example.com", null, null, null, "acme"));
		assertThat(this.publisher.flush(Duration.ofMinutes(1))).isTrue();
		chromium().size(1280, 1000);
		chromium().colours("light");
		chromium().scripts(true);
		this.page = chromium().driver();
		this.page.get("http://localhost:" + this.port + "/");
		await(() -> text("connection").equals("Live"));
	}

	@AfterEach
	void thePageHasNoComplaints() {
		assertThat(chromium().complaints()).isEmpty();
	}

	private static void await(BooleanSupplier condition) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.ignoreException(StaleElementReferenceException.class)
			.until(condition::getAsBoolean);
	}

	private WebElement byId(String id) {
		return this.page.findElement(By.id(id));
	}

	private String text(String id) {
		return byId(id).getText();
	}

	private @Nullable Object script(String script, Object... arguments) {
		return this.page.executeScript(script, arguments);
	}

	private void fill(String id, String value) {
		WebElement input = byId(id);
		input.clear();
		input.sendKeys(value);
	}

	private void awaitOutcome(String text) {
		await(() -> text("outcome").contains(text));
	}

	private void placeOrder(String article) {
		fill("order-sku", article);
		byId("order").findElement(By.tagName("button")).click();
		await(() -> script("return document.querySelector('#order').getAttribute('aria-busy')") == null);
		awaitOutcome("is placed.");
	}

	private void makeStandIn(StandInBehaviour behaviour) {
		this.page.findElement(By.cssSelector("button[value=" + behaviour + "]")).click();
		awaitOutcome(behaviour.getDescription());
		await(() -> this.page.findElements(By.cssSelector("button[value=" + behaviour + "][aria-pressed=true]"))
			.size() == 1);
	}

	private boolean hasArrived(String text) {
		return text("rows").contains(text);
	}

	@Test
	void whatTheFormsDoArrivesWhileOneWatches() {
		script("window.sameAsBefore = true");
		fill("customer-id", "c-2");
		fill("customer-company", "globex");
		byId("customer").findElement(By.tagName("button")).click();
		awaitOutcome("Customer c-2 is registered.");
		await(() -> hasArrived("Member added") && hasArrived("c-2, globex"));
		placeOrder("oolong");
		await(() -> hasArrived("\"sku\":\"oolong\""));
		WebElement newest = this.page.findElement(By.cssSelector("#rows tr"));
		assertThat(newest.getText()).contains("User event", "order.placed", "c-1").containsPattern("[0-9,]+ ms");
		assertThat(byId("cancellation-id").getDomProperty("value")).as("the order can be cancelled")
			.matches("[0-9a-f-]{36}");
		assertThat(script("return window.sameAsBefore")).isEqualTo(true);
	}

	@Test
	void aWrongFieldIsShownAndHasTheFocus() {
		fill("customer-phone", "06-12");
		byId("customer").findElement(By.tagName("button")).click();
		awaitOutcome("The form says why.");
		assertThat(byId("customer").getText()).contains("phone must be in E.164 form");
		fill("order-sku", "x".repeat(300));
		byId("order").findElement(By.tagName("button")).click();
		await(() -> "order-sku".equals(this.page.switchTo().activeElement().getDomProperty("id")));
		assertThat(byId("order-sku").getDomAttribute("aria-describedby")).isEqualTo("order-sku-wrong");
		assertThat(text("order-sku-wrong")).contains("255");
	}

	@Test
	void nothingIsLostWhateverTheStandInDoes() {
		makeStandIn(StandInBehaviour.LIMITS);
		// Registering takes four requests.
		for (String customer : List.of("c-3", "c-4")) {
			fill("customer-id", customer);
			byId("customer").findElement(By.tagName("button")).click();
			awaitOutcome("Customer " + customer + " is registered.");
		}
		await(() -> text("state").equals("Rate limited"));
		makeStandIn(StandInBehaviour.FAILS);
		placeOrder("black tea");
		await(() -> text("state").equals("Trying again") && text("error").contains("503"));
		makeStandIn(StandInBehaviour.GONE);
		placeOrder("green tea");
		assertThat(text("waiting")).isNotEqualTo("0");
		makeStandIn(StandInBehaviour.WORKS);
		await(() -> hasArrived("green tea") && text("waiting").equals("0") && text("state").equals("Running"));
		assertThat(text("rows")).containsSubsequence("green tea", "black tea").doesNotContain("unknown to Lunogram");
		assertThat(text("deadLetters")).isEqualTo("0");
		assertThat(text("error")).isEmpty();
	}

	@Test
	void anImportShowsHowFarItIs(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("events.ndjson");
		Files.writeString(file, "{\"name\":\"page.viewed\",\"user\":\"c-1\"}\n".repeat(3_000) + "oops\n");
		script("""
				window.seen = [];
				new MutationObserver(() => window.seen.push(document.getElementById('percent').textContent))
				  .observe(document.getElementById('percent'), {childList: true});""");
		byId("file").sendKeys(file.toAbsolutePath().toString());
		byId("import").findElement(By.tagName("button")).click();
		awaitOutcome("3,000 events are taken, 1 lines are not.");
		assertThat(text("outcome")).contains("Line 3001: no event in JSON");
		assertThat(byId("progress").isDisplayed()).isTrue();
		assertThat(byId("progress").getDomProperty("value")).isEqualTo("100");
		assertThat((List<?>) script("return window.seen")).last().isEqualTo("100 %");
		await(() -> hasArrived("page.viewed") && text("waiting").equals("0"));
		assertThat(this.page.findElements(By.cssSelector("#rows tr"))).as("rows that are kept").hasSize(Arrivals.KEPT);
	}

	@Test
	void everythingCanBeDoneByKeyboard() {
		assertThat(tab().getText()).isEqualTo("Skip to what reached Lunogram");
		press(Keys.ENTER);
		await(() -> "arrivals".equals(this.page.switchTo().activeElement().getDomProperty("id")));
		this.page.navigate().refresh();
		await(() -> text("connection").equals("Live"));
		tabTo("[value=FAILS]");
		press(Keys.SPACE);
		await(() -> text("stand-in").contains("Fails") && text("outcome").contains("503"));
		await(() -> "FAILS".equals(this.page.switchTo().activeElement().getDomProperty("value")));
		tabTo("#order-sku");
		press("white tea", Keys.ENTER);
		awaitOutcome("is placed.");
		await(() -> text("state").equals("Trying again"));
		this.page.navigate().refresh();
		tabTo("[value=WORKS]");
		press(Keys.ENTER);
		await(() -> hasArrived("white tea"));
		tabTo("summary:has(+ #planChange)");
		press(Keys.ENTER);
		assertThat(byId("planChange").isDisplayed()).isTrue();
	}

	private void press(CharSequence... keys) {
		WebElement focused = this.page.switchTo().activeElement();
		if (keys.length > 1) {
			focused.clear();
		}
		focused.sendKeys(keys);
	}

	private WebElement tab() {
		this.page.switchTo().activeElement().sendKeys(Keys.TAB);
		WebElement focused = this.page.switchTo().activeElement();
		assertThat(focused.getCssValue("outline-style")).as("outline of %s", focused).isEqualTo("solid");
		return focused;
	}

	private void tabTo(String selector) {
		for (int i = 0; i < MOST_TABS; i++) {
			if (Boolean.TRUE.equals(script("return arguments[0].matches(arguments[1])", tab(), selector))) {
				return;
			}
		}
		throw new AssertionError("The Tab key does not lead to " + selector);
	}

	@Test
	void theFormsWorkWithoutAScript() {
		chromium().scripts(false);
		this.page.navigate().refresh();
		byId("order-sku").clear();
		byId("order-sku").sendKeys("mate", Keys.ENTER);
		awaitOutcome("is placed.");
		assertThat(this.page.getCurrentUrl()).isEqualTo("http://localhost:" + this.port + "/");
		assertThat(this.publisher.flush(Duration.ofMinutes(1))).isTrue();
		this.page.navigate().refresh();
		assertThat(hasArrived("\"sku\":\"mate\"")).isTrue();
	}

	@Test
	void whatArrivesIsTextWhateverItIs() {
		this.publisher.publish(UserEvent.builder("<img src=/nowhere onerror='window.hacked=1'>")
			.user("c-1")
			.data("note", "</code><script>window.hacked=2</script>")
			.build());
		await(() -> hasArrived("<img src=/nowhere onerror='window.hacked=1'>"));
		assertThat(hasArrived("<script>window.hacked=2</script>")).isTrue();
		assertThat(this.page.findElements(By.cssSelector("#rows img, #rows script"))).isEmpty();
		assertThat(script("return window.hacked")).isNull();
	}

	@Test
	void isUsableForEverybody() {
		placeOrder("a-very-long-article-without-a-space-" + "x".repeat(200));
		await(() -> hasArrived("a-very-long-article"));
		makeStandIn(StandInBehaviour.GONE);
		placeOrder("pu erh");
		await(() -> text("state").equals("Trying again"));
		fill("order-sku", "x".repeat(300));
		byId("order").findElement(By.tagName("button")).click();
		await(() -> !this.page.findElements(By.id("order-sku-wrong")).isEmpty());
		script("document.querySelectorAll('details').forEach((details) => details.open = true)");
		script("document.getAnimations().forEach((animation) => animation.finish())");
		chromium().pageIsUsable(1280, "light");
		chromium().pageIsUsable(360, "dark");
	}

	/** What the README shows; CONTRIBUTING says how to refresh it. */
	@Test
	@Order(1) // while there is little to see
	void screenshots() {
		this.customers.startTrial("c-1", Instant.parse("2030-01-01T00:00:00Z"));
		placeOrder("green tea");
		await(() -> hasArrived("green tea"));
		makeStandIn(StandInBehaviour.GONE);
		placeOrder("teapot");
		placeOrder("biscuits");
		placeOrder("cups");
		await(() -> text("state").equals("Trying again") && text("waiting").equals("3")
				&& !text("retried").equals("0"));
		chromium().screenshot("sample-light.png");
		chromium().size(360, 780);
		chromium().screenshot("sample-phone.png");
		makeStandIn(StandInBehaviour.WORKS);
		await(() -> hasArrived("cups") && text("waiting").equals("0"));
		chromium().size(1280, 1000);
		chromium().colours("dark");
		chromium().screenshot("sample-dark.png");
		assertThat(Chromium.SCREENSHOTS).isDirectoryContaining("glob:**.png");
	}

}
