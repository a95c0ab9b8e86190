package com.lunogram.spring.boot.test;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Devices that users have registered.
 */
final class Devices {

	private final Map<String, StoredDevice> devices = new LinkedHashMap<>();

	Answer register(JsonNode body, Subjects users) {
		String os = Json.requiredText(body, "os");
		checkConfig(os, body.required("config"));
		Subject user = users.require(body.get("identifier"));
		String deviceId = Json.requiredText(body, "device_id");
		StoredDevice old = this.devices.get(deviceId);
		this.devices.put(deviceId,
				new StoredDevice(deviceId, user.id(), os,
						text(body, "os_version", (old != null) ? old.osVersion() : null),
						text(body, "model", (old != null) ? old.model() : null),
						text(body, "app_version", (old != null) ? old.appVersion() : null),
						(body.path("data").isObject() || old == null) ? Json.raw(body.get("data")) : old.data(),
						Json.raw(body.get("config"))));
		return Answer.empty(201);
	}

	private static void checkConfig(String os, JsonNode config) {
		if (os.equals("web")) {
			if (Json.text(config, "endpoint") == null || !config.path("keys").isObject()) {
				throw Problem.badRequest("config.endpoint and config.keys are required for web");
			}
		}
		else if (Json.text(config, "token") == null) {
			throw Problem.badRequest("config.token is required for " + os);
		}
	}

	private static @Nullable String text(JsonNode body, String field, @Nullable String old) {
		String text = Json.text(body, field);
		return (text != null) ? text : old;
	}

	boolean isHeldBy(UUID user) {
		return this.devices.values().stream().anyMatch((device) -> device.userId().equals(user));
	}

	void removeSubject(UUID user) {
		this.devices.values().removeIf((device) -> device.userId().equals(user));
	}

	Collection<StoredDevice> all() {
		return this.devices.values();
	}

	void clear() {
		this.devices.clear();
	}

}
