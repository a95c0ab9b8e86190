package com.lunogram.spring.boot.test;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Which users belong to which organizations, with what data.
 */
final class Memberships {

	private final Map<UUID, Map<UUID, Map<String, @Nullable Object>>> byOrganization = new HashMap<>();

	void add(UUID organization, UUID user, Map<String, @Nullable Object> data) {
		this.byOrganization.computeIfAbsent(organization, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(user, (key) -> new LinkedHashMap<>())
			.putAll(data);
	}

	void remove(UUID organization, UUID user) {
		Map<UUID, Map<String, @Nullable Object>> members = this.byOrganization.get(organization);
		if (members != null) {
			members.remove(user);
		}
	}

	void removeSubject(UUID id) {
		this.byOrganization.remove(id);
		this.byOrganization.values().forEach((members) -> members.remove(id));
	}

	Map<UUID, Map<String, @Nullable Object>> of(UUID organization) {
		Map<UUID, Map<String, @Nullable Object>> members = new LinkedHashMap<>();
		this.byOrganization.getOrDefault(organization, Map.of())
			.forEach((user, data) -> members.put(user, Collections.unmodifiableMap(new LinkedHashMap<>(data))));
		return Collections.unmodifiableMap(members);
	}

	void clear() {
		this.byOrganization.clear();
	}

}
