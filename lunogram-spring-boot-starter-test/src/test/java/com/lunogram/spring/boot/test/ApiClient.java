package com.lunogram.spring.boot.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import tools.jackson.databind.JsonNode;

/**
 * Calls the server over real HTTP. Bodies may be written with single quotes.
 */
final class ApiClient {

	private static final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofMinutes(1))
		.build();

	private final LunogramServer server;

	private final String prefix;

	private ApiClient(LunogramServer server, String prefix) {
		this.server = server;
		this.prefix = prefix;
	}

	static ApiClient plain(LunogramServer server) {
		return new ApiClient(server, "/api/client");
	}

	static ApiClient inProject(LunogramServer server) {
		return new ApiClient(server, "/api/client/projects/" + server.projectId());
	}

	Response get(String path) {
		return send(request(path).GET());
	}

	Response post(String path, String body) {
		return send(request(path).header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body.replace('\'', '"'))));
	}

	Response delete(String path, String body) {
		return send(request(path).header("Content-Type", "application/json")
			.method("DELETE", BodyPublishers.ofString(body.replace('\'', '"'))));
	}

	java.net.http.HttpRequest.Builder request(String path) {
		return requestWithoutKey(path).header("Authorization", "Bearer " + this.server.apiKey());
	}

	java.net.http.HttpRequest.Builder requestWithoutKey(String path) {
		return java.net.http.HttpRequest.newBuilder(this.server.baseUrl().resolve(this.prefix + path))
			.timeout(Duration.ofMinutes(1));
	}

	Response send(java.net.http.HttpRequest.Builder request) {
		try {
			var response = http.send(request.build(), BodyHandlers.ofString());
			return new Response(response.statusCode(), response.headers(), response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	record Response(int status, HttpHeaders headers, String body) {

		JsonNode json() {
			return Json.MAPPER.readTree(this.body);
		}

		String detail() {
			return Json.requiredText(json(), "detail");
		}

		String contentType() {
			return this.headers.firstValue("Content-Type").orElse("");
		}

	}

}
