package com.lunogram.http;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.lunogram.model.CreateSessionRequest;
import com.lunogram.model.DeleteOrganizationRequest;
import com.lunogram.model.DeleteOrganizationScheduledRequest;
import com.lunogram.model.DeleteUserRequest;
import com.lunogram.model.DeleteUserScheduledRequest;
import com.lunogram.model.DeviceConfig;
import com.lunogram.model.DeviceRegistration;
import com.lunogram.model.ExternalId;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.InboxMessageRef;
import com.lunogram.model.Match;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.OrganizationUserRequest;
import com.lunogram.model.RemoveOrganizationUserRequest;
import com.lunogram.model.UpsertOrganizationRequest;
import com.lunogram.model.UpsertOrganizationScheduledRequest;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UpsertUserScheduledRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Writes requests field by field, so that the wire format stands in one place and needs
 * no reflection. What is absent is left out.
 */
public final class RequestWriter {

	/** A larger buffer is not worth keeping. */
	private static final int MAX_SPARE = 16 * 1024;

	private final JsonCodec codec;

	/** The last buffer, for the next write; who finds none makes one. */
	private final AtomicReference<@Nullable JsonBuffer> spare = new AtomicReference<>();

	/**
	 * A writer that leaves free-form data to the given codec.
	 * @param codec writes free-form data
	 */
	public RequestWriter(JsonCodec codec) {
		this.codec = codec;
	}

	/**
	 * The JSON object of a write. Operations that take several at once take an array of
	 * these.
	 * @param write the write
	 * @return its JSON in UTF-8
	 * @throws IllegalArgumentException if free-form data in it is no JSON object, or text
	 * in it is none that a server can store
	 */
	public byte[] write(Write write) {
		return object((json) -> fields(json, write));
	}

	/**
	 * The JSON object that points to an inbox message.
	 * @param ref the reference
	 * @return its JSON in UTF-8
	 */
	public byte[] write(InboxMessageRef ref) {
		return object((json) -> {
			identifiers(json, "target", ref.target());
			text(json, "message_id", ref.messageId().toString());
		});
	}

	/**
	 * The JSON object that asks for a session.
	 * @param request whose session it is
	 * @return its JSON in UTF-8
	 */
	public byte[] write(CreateSessionRequest request) {
		return object((json) -> text(json, "user_id", request.userId()));
	}

	private byte[] object(Fields fields) {
		JsonBuffer json = this.spare.getAndSet(null);
		if (json == null) {
			json = new JsonBuffer();
		}
		json.startObject();
		fields.write(json);
		json.endObject();
		byte[] written = json.toByteArray();
		if (json.isSuspect()) {
			StorableText.check(written, this.codec.mapper());
		}
		if (json.capacity() <= MAX_SPARE) {
			json.clear();
			this.spare.set(json);
		}
		return written;
	}

	private void fields(JsonBuffer json, Write write) {
		if (write instanceof UserEvent event) {
			event(json, event.name(), event.identifier(), event.match(), event.data());
		}
		else if (write instanceof OrganizationEvent event) {
			event(json, event.name(), event.identifier(), event.match(), event.data());
		}
		else if (write instanceof UpsertUserRequest user) {
			identifiers(json, "identifier", user.identifier());
			text(json, "email", user.email());
			text(json, "phone", user.phone());
			text(json, "timezone", (user.timezone() != null) ? user.timezone().getId() : null);
			text(json, "locale", (user.locale() != null) ? user.locale().toLanguageTag() : null);
			freeForm(json, "data", user.data());
		}
		else if (write instanceof UpsertOrganizationRequest organization) {
			identifiers(json, "identifier", organization.identifier());
			text(json, "name", organization.name());
			freeForm(json, "data", organization.data());
		}
		else if (write instanceof DeleteUserRequest user) {
			identifiers(json, "identifier", user.identifier());
		}
		else if (write instanceof DeleteOrganizationRequest organization) {
			identifiers(json, "identifier", organization.identifier());
		}
		else if (write instanceof OrganizationUserRequest member) {
			membership(json, member.organization(), member.user());
			freeForm(json, "data", member.data());
		}
		else if (write instanceof RemoveOrganizationUserRequest member) {
			membership(json, member.organization(), member.user());
		}
		else if (write instanceof UpsertUserScheduledRequest schedule) {
			text(json, "id", schedule.id().toString());
			schedule(json, schedule.name(), schedule.identifier());
			times(json, schedule.scheduledAt(), schedule.startAt(), schedule.interval(), schedule.data());
		}
		else if (write instanceof UpsertOrganizationScheduledRequest schedule) {
			text(json, "id", schedule.id().toString());
			schedule(json, schedule.name(), schedule.identifier());
			times(json, schedule.scheduledAt(), schedule.startAt(), schedule.interval(), schedule.data());
		}
		else if (write instanceof DeleteUserScheduledRequest schedule) {
			schedule(json, schedule.name(), schedule.identifier());
		}
		else if (write instanceof DeleteOrganizationScheduledRequest schedule) {
			schedule(json, schedule.name(), schedule.identifier());
		}
		else if (write instanceof InboxMessage message) {
			inboxMessage(json, message);
		}
		else if (write instanceof DeviceRegistration device) {
			device(json, device);
		}
		else {
			throw new IllegalStateException("No wire format for " + write.getClass());
		}
	}

	private void event(JsonBuffer json, String name, List<ExternalId> identifier, @Nullable Match match,
			@Nullable Object data) {
		text(json, "name", name);
		if (match != null) {
			freeForm(json, "match", match.pairs());
		}
		else {
			identifiers(json, "identifier", identifier);
		}
		freeForm(json, "data", data);
	}

	private void membership(JsonBuffer json, List<ExternalId> organization, List<ExternalId> user) {
		json.name("organization");
		json.startObject();
		identifiers(json, "identifier", organization);
		json.endObject();
		json.name("user");
		json.startObject();
		identifiers(json, "identifier", user);
		json.endObject();
	}

	private void schedule(JsonBuffer json, String name, List<ExternalId> identifier) {
		text(json, "name", name);
		identifiers(json, "identifier", identifier);
	}

	private void times(JsonBuffer json, @Nullable Instant scheduledAt, @Nullable Instant startAt,
			@Nullable String interval, @Nullable Object data) {
		text(json, "scheduled_at", scheduledAt);
		text(json, "start_at", startAt);
		text(json, "interval", interval);
		freeForm(json, "data", data);
	}

	private void inboxMessage(JsonBuffer json, InboxMessage message) {
		identifiers(json, "target", message.target());
		json.name("identifier");
		identifier(json, message.identifier());
		text(json, "channel", lowerCase(message.channel()));
		text(json, "sender_identity_id", message.senderIdentityId());
		text(json, "campaign_id", message.campaignId());
		text(json, "broadcast_id", message.broadcastId());
		freeForm(json, "content", message.content());
		freeForm(json, "data", message.data());
		if (!message.tags().isEmpty()) {
			json.name("tags");
			json.startArray();
			message.tags().forEach(json::string);
			json.endArray();
		}
		if (message.priority() != null) {
			json.name("priority");
			json.number(message.priority());
		}
		text(json, "source", message.source());
		text(json, "scheduled_at", message.scheduledAt());
		text(json, "expires_at", message.expiresAt());
	}

	private void device(JsonBuffer json, DeviceRegistration device) {
		identifiers(json, "identifier", device.identifier());
		text(json, "device_id", device.deviceId());
		text(json, "os", lowerCase(device.os()));
		text(json, "os_version", device.osVersion());
		text(json, "model", device.model());
		text(json, "app_version", device.appVersion());
		freeForm(json, "data", device.data());
		DeviceConfig config = device.config();
		json.name("config");
		json.startObject();
		text(json, "token", config.token());
		text(json, "endpoint", config.endpoint());
		text(json, "expiration_time", config.expirationTime());
		if (config.p256dh() != null) {
			json.name("keys");
			json.startObject();
			text(json, "p256dh", config.p256dh());
			text(json, "auth", config.auth());
			json.endObject();
		}
		json.endObject();
	}

	private void identifiers(JsonBuffer json, String field, List<ExternalId> identifiers) {
		json.name(field);
		json.startArray();
		identifiers.forEach((identifier) -> identifier(json, identifier));
		json.endArray();
	}

	private void identifier(JsonBuffer json, ExternalId identifier) {
		json.startObject();
		if (!identifier.source().equals(ExternalId.DEFAULT_SOURCE)) {
			text(json, "source", identifier.source());
		}
		text(json, "external_id", identifier.externalId());
		freeForm(json, "metadata", identifier.metadata());
		json.endObject();
	}

	private void freeForm(JsonBuffer json, String field, @Nullable Object value) {
		if (value == null) {
			return;
		}
		json.name(field);
		try {
			if (!(value instanceof Map<?, ?> map)) {
				json.raw(this.codec.writeObject(value));
			}
			else if (!this.codec.isPlain() || !json.map(map)) {
				json.raw(this.codec.mapper().writeValueAsBytes(map));
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(field + " cannot be written as JSON: " + ex.getOriginalMessage(), ex);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(field + " " + ex.getMessage(), ex);
		}
	}

	private static void text(JsonBuffer json, String field, @Nullable Object value) {
		if (value != null) {
			json.name(field);
			json.string(value.toString());
		}
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Writes the fields of one object.
	 */
	@FunctionalInterface
	private interface Fields {

		void write(JsonBuffer json);

	}

}
