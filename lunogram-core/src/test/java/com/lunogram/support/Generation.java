package com.lunogram.support;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The two generations of paths.
 */
public enum Generation {

	PLAIN(null), IN_PROJECT(UUID.fromString("0192b6a0-1111-7000-8000-00000000000a"));

	private final @Nullable UUID projectId;

	Generation(@Nullable UUID projectId) {
		this.projectId = projectId;
	}

	public @Nullable UUID projectId() {
		return this.projectId;
	}

	public String root() {
		return (this.projectId != null) ? "/api/client/projects/" + this.projectId : "/api/client";
	}

}
