package com.lunogram.spring.boot.test;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server that the tests of a class share, empty and well-behaved before each.
 */
final class StandIn implements BeforeEachCallback, AfterAllCallback {

	private final LunogramServer server = LunogramServer.start();

	LunogramServer server() {
		return this.server;
	}

	ApiClient api() {
		return ApiClient.plain(this.server);
	}

	ApiClient apiInProject() {
		return ApiClient.inProject(this.server);
	}

	void addUser(String id) {
		api().post("/users", "{'identifier': [{'external_id': '%s'}]}".formatted(id));
	}

	void addOrganization(String id) {
		api().post("/organizations", "{'identifier': [{'external_id': '%s'}]}".formatted(id));
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.server.clear();
		this.server.behave();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.server.close();
	}

}
