package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Inbox messages of users and organizations.
 */
final class Inbox {

	private final Map<UUID, Message> messages = new LinkedHashMap<>();

	private final Map<Key, Message> byKey = new HashMap<>();

	private final UUID projectId;

	private final Drops drops;

	Inbox(UUID projectId, Drops drops) {
		this.projectId = projectId;
		this.drops = drops;
	}

	Answer post(Call call, Subjects subjects, int size) {
		Instant now = Instant.now();
		for (JsonNode request : call.body()) {
			Subject target = target(request, subjects);
			if (target == null) {
				this.drops.add(now, call.operationId(), "unknown subject", request, size / call.body().size());
				continue;
			}
			Message message = new Message(subjects.kind(), target.id(), request, now);
			if (this.byKey.putIfAbsent(Key.of(message), message) == null) {
				this.messages.put(message.id(), message);
			}
		}
		return Answer.empty(202);
	}

	Answer markRead(Call call, Subjects subjects, int size) {
		return mark(call, subjects, size, Message::markRead);
	}

	Answer markArchived(Call call, Subjects subjects, int size) {
		return mark(call, subjects, size, Message::markArchived);
	}

	private Answer mark(Call call, Subjects subjects, int size, BiConsumer<Message, Instant> marker) {
		Instant now = Instant.now();
		for (JsonNode reference : call.body()) {
			Subject target = target(reference, subjects);
			Message message = this.messages.get(UUID.fromString(Json.requiredText(reference, "message_id")));
			if (target == null || message == null || !message.subjectId().equals(target.id())) {
				this.drops.add(now, call.operationId(), "unknown message", reference, size / call.body().size());
			}
			else {
				marker.accept(message, now);
			}
		}
		return Answer.empty(202);
	}

	/** The consumer behind the queue has nobody to tell of a conflict. */
	private static @Nullable Subject target(JsonNode entry, Subjects subjects) {
		try {
			return subjects.find(Json.identifiers(entry.get("target")));
		}
		catch (Problem conflict) {
			return null;
		}
	}

	Answer list(Call call, Subjects subjects) {
		int limit = Integer.parseInt(call.query().getOrDefault("limit", "20"));
		int offset = Integer.parseInt(call.query().getOrDefault("offset", "0"));
		List<Message> matching = visible(call, subjects).filter(filter(call.query()))
			.sorted(Comparator.comparing(Message::scheduledAt).reversed())
			.toList();
		List<Message> page = matching.stream().skip(offset).limit(limit).toList();
		return Answer.json(200,
				Map.of("results", page.stream().map((message) -> message.toJson(this.projectId)).toList(), "total",
						page.isEmpty() ? 0 : matching.size(), "limit", limit, "offset", offset));
	}

	Answer count(Call call, Subjects subjects) {
		List<Message> counted = visible(call, subjects).filter((message) -> !message.isArchived()).toList();
		long unread = counted.stream().filter((message) -> !message.isRead()).count();
		return Answer.json(200, Map.of("unread", unread, "total", counted.size()));
	}

	private Stream<Message> visible(Call call, Subjects subjects) {
		Instant now = Instant.now();
		Map<String, String> query = call.query();
		Subject subject = subjects
			.require(List.of(Identifier.of(query.getOrDefault("source", ""), query.getOrDefault("external_id", ""))));
		String channel = query.getOrDefault("channel", "");
		return this.messages.values()
			.stream()
			.filter((message) -> message.subjectId().equals(subject.id()))
			.filter((message) -> message.channel().equals(channel) && message.isVisible(now));
	}

	private static Predicate<Message> filter(Map<String, String> query) {
		Predicate<Message> filter = status(query.getOrDefault("status", ""));
		String tags = query.get("tags");
		if (tags != null && !tags.isEmpty()) {
			filter = filter.and((message) -> message.tags().containsAll(List.of(tags.split(",", -1))));
		}
		String source = query.get("message_source");
		if (source != null) {
			filter = filter.and((message) -> source.equals(message.source()));
		}
		String priority = query.get("priority");
		if (priority != null) {
			filter = filter.and((message) -> message.priority() == Integer.parseInt(priority));
		}
		return filter;
	}

	private static Predicate<Message> status(String status) {
		return switch (status) {
			case "archived" -> Message::isArchived;
			case "read" -> (message) -> message.isRead() && !message.isArchived();
			case "unread" -> (message) -> !message.isRead() && !message.isArchived();
			default -> (message) -> !message.isArchived();
		};
	}

	void removeSubject(UUID subject) {
		this.messages.values().removeIf((message) -> message.subjectId().equals(subject));
		this.byKey.values().removeIf((message) -> message.subjectId().equals(subject));
	}

	Collection<Message> all() {
		return this.messages.values();
	}

	void clear() {
		this.messages.clear();
		this.byKey.clear();
	}

	/**
	 * What makes a message the same as an earlier one.
	 */
	private record Key(UUID subjectId, String channel, Identifier identifier) {

		static Key of(Message message) {
			return new Key(message.subjectId(), message.channel(), message.identifier().withoutMetadata());
		}

	}

}
