package com.lunogram.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
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

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The shop as a process of its own, as a user starts it.
 */
final class ShopProcess implements AutoCloseable {

	private final Process process;

	private final Path output;

	private final int port;

	private final HttpClient http = HttpClient.newHttpClient();

	private ShopProcess(Process process, Path output, int port) {
		this.process = process;
		this.output = output;
		this.port = port;
	}

	static ShopProcess start(Map<String, String> environment, String... options) throws IOException {
		int port = freePort();
		Path output = Files.createTempFile("shop", ".log");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(options));
		command.addAll(
				List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						ShopApplication.class.getName(), "--server.port=" + port));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("LUNOGRAM_"));
		builder.environment().putAll(environment);
		ShopProcess shop = new ShopProcess(builder.start(), output, port);
		try {
			Awaitility.await().atMost(Duration.ofMinutes(2)).until(shop::isReadyOrDead);
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

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private boolean isReadyOrDead() {
		try {
			return !this.process.isAlive() || get("/actuator/health/readiness").statusCode() == 200;
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

	HttpResponse<String> send(String method, String path, @Nullable String contentType, BodyPublisher body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.method(method, body)
			.timeout(Duration.ofSeconds(60));
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

	/** Asks the shop to stop, as an operator does, and waits until it has. */
	void stop() {
		this.process.destroy();
		waitFor();
	}

	private void waitFor() {
		try {
			if (!this.process.waitFor(40, TimeUnit.SECONDS)) {
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
		this.process.destroyForcibly();
		waitFor();
		try {
			Files.deleteIfExists(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
