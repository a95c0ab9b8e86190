package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A user as the server holds it after all upserts.
 *
 * @param id the server's own id
 * @param identifiers all identifiers, in the order in which they were attached
 * @param email the e-mail address, or {@code null} if none was ever sent
 * @param phone the phone number, or {@code null} if none was ever sent
 * @param timezone the time zone's name, or {@code null} if none was ever sent
 * @param locale the language tag, or {@code null} if none was ever sent
 * @param data the merged data; values may be {@code null}
 * @param hasPushDevice whether a device is registered
 * @param version 0 after the first upsert, one more for each that followed
 * @param createdAt when the first upsert came
 * @param updatedAt when the last upsert came
 */
public record StoredUser(UUID id, List<Identifier> identifiers, @Nullable String email, @Nullable String phone,
		@Nullable String timezone, @Nullable String locale, Map<String, @Nullable Object> data, boolean hasPushDevice,
		int version, Instant createdAt, Instant updatedAt) {

}
