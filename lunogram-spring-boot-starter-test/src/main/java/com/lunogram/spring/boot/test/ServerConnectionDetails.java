package com.lunogram.spring.boot.test;

import java.util.UUID;

import com.lunogram.spring.boot.autoconfigure.LunogramConnectionDetails;
import org.jspecify.annotations.Nullable;

/**
 * Where the stand-in server is.
 */
final class ServerConnectionDetails implements LunogramConnectionDetails {

	private final LunogramServer server;

	private final boolean inProject;

	ServerConnectionDetails(LunogramServer server, boolean inProject) {
		this.server = server;
		this.inProject = inProject;
	}

	@Override
	public String getBaseUrl() {
		return this.server.baseUrl().toString();
	}

	@Override
	public String getApiKey() {
		return this.server.apiKey();
	}

	@Override
	public @Nullable UUID getProjectId() {
		return this.inProject ? this.server.projectId() : null;
	}

}
