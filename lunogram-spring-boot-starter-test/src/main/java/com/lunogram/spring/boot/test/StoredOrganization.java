package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An organization as the server holds it after all upserts.
 *
 * @param id the server's own id
 * @param identifiers all identifiers, in the order in which they were attached
 * @param name the name, or {@code null} if none was ever sent
 * @param data the merged data; values may be {@code null}
 * @param members the data of each membership by the user's {@link StoredUser#id() id}, in
 * the order in which the users were added
 * @param version 0 after the first upsert, one more for each that followed
 * @param createdAt when the first upsert came
 * @param updatedAt when the last upsert came
 */
public record StoredOrganization(UUID id, List<Identifier> identifiers, @Nullable String name,
		Map<String, @Nullable Object> data, Map<UUID, Map<String, @Nullable Object>> members, int version,
		Instant createdAt, Instant updatedAt) {

}
