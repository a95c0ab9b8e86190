package com.lunogram.spring.boot.test;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A registered device.
 *
 * @param deviceId the device's id, unique in the project
 * @param userId the {@link StoredUser#id() id} of the user who registered it last
 * @param os {@code web}, {@code ios} or {@code android}
 * @param osVersion the version of the operating system, or {@code null} if none was sent
 * @param model the model, or {@code null} if none was sent
 * @param appVersion the version of the application, or {@code null} if none was sent
 * @param data the caller's own data, empty for none; values may be {@code null}
 * @param config what a push message is addressed with
 */
public record StoredDevice(String deviceId, UUID userId, String os, @Nullable String osVersion, @Nullable String model,
		@Nullable String appVersion, Map<String, @Nullable Object> data, Map<String, @Nullable Object> config) {

}
