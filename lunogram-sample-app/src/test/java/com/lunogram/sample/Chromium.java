package com.lunogram.sample;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Chromium without a window, if there is one on this machine.
 */
final class Chromium implements AutoCloseable {

	static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final Logger logger = LoggerFactory.getLogger(Chromium.class);

	private static final String MISSING = "The page is not tested in a browser: there is no chromium with its"
			+ " chromedriver on the path. On Debian, apt-get install chromium chromium-driver brings both";

	private final ChromeDriver driver;

	private Chromium(ChromeDriver driver) {
		this.driver = driver;
	}

	/** Starts one, or skips the tests and says why. */
	static Chromium start() {
		Optional<File> browser = find("chromium", "chromium-browser", "google-chrome");
		Optional<File> service = find("chromedriver");
		if (browser.isEmpty() || service.isEmpty()) {
			logger.warn(MISSING);
			Assumptions.abort(MISSING);
		}
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser.get());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
				"--disable-background-networking", "--disable-component-update", "--no-first-run", "--lang=en",
				"--window-size=1280,1000", "--hide-scrollbars");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		// With both paths given, Selenium looks for nothing and downloads nothing.
		return new Chromium(new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(service.get()).build(), options));
	}

	private static Optional<File> find(String... names) {
		return Stream.of(names)
			.flatMap((name) -> Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
				.map((folder) -> new File(folder, name)))
			.filter(File::canExecute)
			.findFirst();
	}

	ChromeDriver driver() {
		return this.driver;
	}

	/** What pages have complained of since the last time. */
	List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	void size(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	void colours(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	void scripts(boolean enabled) {
		this.driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !enabled));
	}

	/**
	 * Checks what anybody needs of a page, at a width in pixels and with light or dark
	 * colours.
	 */
	void pageIsUsable(int width, String colours) {
		size(width, 800);
		colours(colours);
		assertThat((Long) this.driver.executeScript("return document.documentElement.scrollWidth"))
			.as("no scrolling to the side at %s", width)
			.isLessThanOrEqualTo(width);
		assertThat(this.driver.executeScript("return getComputedStyle(document.documentElement).backgroundColor"))
			.isEqualTo(colours.equals("dark") ? "rgb(17, 19, 28)" : "rgb(244, 245, 250)");
		assertThat(new AxeBuilder().analyze(this.driver).getViolations()).as("at %s, %s", width, colours)
			.extracting((rule) -> rule.getId() + ": " + rule.getHelp() + " " + nodes(rule))
			.isEmpty();
	}

	private static List<String> nodes(Rule rule) {
		return rule.getNodes().stream().map((node) -> node.getHtml() + " " + node.getFailureSummary()).toList();
	}

	/** Takes a picture of the top of the page. */
	void screenshot(String name) {
		this.driver.executeScript("scrollTo(0, 0); document.activeElement.blur();");
		this.driver.executeScript("document.getAnimations().forEach((animation) => animation.finish())");
		Object png = this.driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png")).get("data");
		try {
			Files.createDirectories(SCREENSHOTS);
			Files.write(SCREENSHOTS.resolve(name), Base64.getDecoder().decode(String.valueOf(png)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
