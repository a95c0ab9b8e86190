package com.lunogram.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The shop as a process of its own, as a user starts it.
 */
final class ShopProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final Path output;

	private int port;

	private final HttpClient http = HttpClient.newBuilder()
		.followRedirects(HttpClient.Redirect.NORMAL)
		.cookieHandler(new CookieManager())
		.build();

	private ShopProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Starts a shop.
	 * @param data the folder of its database
	 * @param environment further variables
	 * @param options options of the JVM
	 */
	static ShopProcess start(Path data, Map<String, String> environment, String... options) throws IOException {
		Path output = Files.createTempFile("shop", ".log");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(options));
		command.addAll(
				List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						ShopApplication.class.getName(), "--server.port=0"));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("LUNOGRAM_"));
		builder.environment().put("SHOP_DATA", data.toAbsolutePath().toString());
		builder.environment().putAll(environment);
		ShopProcess shop = new ShopProcess(builder.start(), output);
		try {
			Awaitility.await().atMost(Duration.ofMinutes(5)).until(shop::isReadyOrDead);
			if (!shop.process.isAlive()) {
				throw new IllegalStateException("The shop did not start: " + shop.output());
			}
			return shop;
		}
		catch (RuntimeException ex) {
			shop.close();
			throw ex;
		}
	}

	private boolean isReadyOrDead() {
		if (!this.process.isAlive()) {
			return true;
		}
		// A port that we chose could be taken until the shop gets to it.
		Matcher started = PORT.matcher(output());
		if (!started.find()) {
			return false;
		}
		this.port = Integer.parseInt(started.group(1));
		try {
			return get("/actuator/health/readiness").statusCode() == 200;
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	HttpResponse<String> get(String path) {
		return send("GET", path, null, BodyPublishers.noBody());
	}

	HttpResponse<String> post(String path, String json) {
		return send("POST", path, "application/json", BodyPublishers.ofString(json));
	}

	/** Sends a form of the page, and follows it back there. */
	HttpResponse<String> submit(String path, String form) {
		return send("POST", path, "application/x-www-form-urlencoded", BodyPublishers.ofString(form));
	}

	URI uri(String path) {
		return URI.create("http://localhost:" + this.port + path);
	}

	HttpResponse<String> send(String method, String path, @Nullable String contentType, BodyPublisher body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
			.method(method, body)
			.timeout(Duration.ofMinutes(2));
		if (contentType != null) {
			request.header("Content-Type", contentType);
		}
		try {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Ends the shop at once, as a failing machine does. */
	void kill() {
		this.process.destroyForcibly();
		waitFor();
	}

	/** Asks the shop to stop, as an operator does, and waits until it has. */
	void stop() {
		this.process.destroy();
		waitFor();
	}

	private void waitFor() {
		try {
			if (!this.process.waitFor(3, TimeUnit.MINUTES)) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		kill();
		try {
			Files.deleteIfExists(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
