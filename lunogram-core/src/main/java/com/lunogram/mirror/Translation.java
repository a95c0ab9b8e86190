package com.lunogram.mirror;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.lunogram.customerio.BatchOperation;
import com.lunogram.customerio.ObjectIdentifier;
import com.lunogram.customerio.PersonIdentifier;
import com.lunogram.customerio.PushDevice;
import com.lunogram.customerio.Relationship;
import com.lunogram.customerio.TrackEvent;
import com.lunogram.http.JsonCodec;
import com.lunogram.model.DeleteOrganizationRequest;
import com.lunogram.model.DeleteUserRequest;
import com.lunogram.model.DeviceRegistration;
import com.lunogram.model.ExternalId;
import com.lunogram.model.OrganizationUserRequest;
import com.lunogram.model.RemoveOrganizationUserRequest;
import com.lunogram.model.UpsertOrganizationRequest;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * Says in Customer.io's terms what a write says in Lunogram's.
 */
final class Translation {

	/** What would give the person another identity, which Lunogram's data never do. */
	private static final List<String> IDENTITY = List.of("id", "cio_id");

	private final JsonCodec codec;

	private final @Nullable String objectTypeId;

	private final Clock clock;

	/**
	 * A translation.
	 * @param codec writes data
	 * @param objectTypeId what organizations are; {@code null} if they are nothing
	 * @param clock gives events their times
	 */
	Translation(JsonCodec codec, @Nullable String objectTypeId, Clock clock) {
		this.codec = codec;
		this.objectTypeId = objectTypeId;
		this.clock = clock;
	}

	/**
	 * The JSON object that a write becomes.
	 * @throws Skipped if it becomes none
	 */
	Map<String, @Nullable Object> translate(Write write) {
		if (write instanceof UserEvent event) {
			return event(event);
		}
		if (write instanceof UpsertUserRequest user) {
			return fields(BatchOperation.identify(person(user.identifier()), attributes(user)));
		}
		if (write instanceof DeleteUserRequest user) {
			return fields(BatchOperation.delete(person(user.identifier())));
		}
		if (write instanceof DeviceRegistration device) {
			return fields(BatchOperation.addDevice(person(device.identifier()), device(device)));
		}
		if (write instanceof UpsertOrganizationRequest organization) {
			return fields(BatchOperation.identify(object(organization.identifier()), attributes(organization)));
		}
		if (write instanceof DeleteOrganizationRequest organization) {
			return fields(BatchOperation.delete(object(organization.identifier())));
		}
		if (write instanceof OrganizationUserRequest member) {
			Relationship membership = Relationship.to(object(member.organization()))
				.withAttributes(data(member.data()));
			return fields(BatchOperation.addRelationships(person(member.user()), List.of(membership)));
		}
		if (write instanceof RemoveOrganizationUserRequest member) {
			Relationship membership = Relationship.to(object(member.organization()));
			return fields(BatchOperation.deleteRelationships(person(member.user()), List.of(membership)));
		}
		throw new Skipped(SkipReason.NO_COUNTERPART);
	}

	private Map<String, @Nullable Object> event(UserEvent event) {
		if (event.match() != null) {
			throw new Skipped(SkipReason.MATCH);
		}
		Instant now = this.clock.instant();
		TrackEvent mirrored = TrackEvent.builder(event.name())
			.data(data(event.data()))
			.id(Ulid.of(now.toEpochMilli()))
			.timestamp(now)
			.build();
		String id = id(event.identifier(), ExternalId.DEFAULT_SOURCE);
		String anonymousId = id(event.identifier(), ExternalId.ANONYMOUS_SOURCE);
		if (id == null && anonymousId != null) {
			return AnonymousEvent.write(anonymousId, mirrored);
		}
		return fields(BatchOperation.event(person(event.identifier()), mirrored));
	}

	private Map<String, @Nullable Object> attributes(UpsertUserRequest user) {
		Map<String, @Nullable Object> attributes = data(user.data());
		attributes.keySet().removeAll(IDENTITY);
		put(attributes, "email", user.email());
		put(attributes, "phone", user.phone());
		put(attributes, "timezone", user.timezone());
		put(attributes, "locale", (user.locale() != null) ? user.locale().toLanguageTag() : null);
		put(attributes, "anonymous_id", id(user.identifier(), ExternalId.ANONYMOUS_SOURCE));
		return attributes;
	}

	private Map<String, @Nullable Object> attributes(UpsertOrganizationRequest organization) {
		Map<String, @Nullable Object> attributes = data(organization.data());
		put(attributes, "name", organization.name());
		return attributes;
	}

	private static PushDevice device(DeviceRegistration device) {
		String token = device.config().token();
		if (token == null) {
			// A browser: Customer.io knows no web push.
			throw new Skipped(SkipReason.NO_COUNTERPART);
		}
		Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
		put(attributes, "device_os", device.osVersion());
		put(attributes, "device_model", device.model());
		put(attributes, "app_version", device.appVersion());
		return PushDevice.builder(token, device.os().name().toLowerCase(Locale.ROOT)).attributes(attributes).build();
	}

	private static PersonIdentifier person(List<ExternalId> identifiers) {
		return PersonIdentifier.id(requiredId(identifiers));
	}

	private ObjectIdentifier object(List<ExternalId> identifiers) {
		if (this.objectTypeId == null) {
			throw new Skipped(SkipReason.NO_OBJECT_TYPE);
		}
		return ObjectIdentifier.of(this.objectTypeId, requiredId(identifiers));
	}

	private static String requiredId(List<ExternalId> identifiers) {
		String id = id(identifiers, ExternalId.DEFAULT_SOURCE);
		if (id == null) {
			throw new Skipped(SkipReason.NO_ID);
		}
		return id;
	}

	/** The first id of a source; {@code null} if there is none. */
	private static @Nullable String id(List<ExternalId> identifiers, String source) {
		for (ExternalId identifier : identifiers) {
			if (identifier.source().equals(source)) {
				return identifier.externalId();
			}
		}
		return null;
	}

	private Map<String, @Nullable Object> data(@Nullable Object data) {
		return (data != null) ? new LinkedHashMap<>(this.codec.properties(data)) : new LinkedHashMap<>();
	}

	private static void put(Map<String, @Nullable Object> attributes, String name, @Nullable Object value) {
		if (value != null) {
			attributes.put(name, value.toString());
		}
	}

	private static Map<String, @Nullable Object> fields(BatchOperation operation) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put(Operations.TYPE, operation.type());
		fields.put(Operations.ACTION, operation.action());
		fields.putAll(operation.fields());
		return fields;
	}

	/**
	 * A write is not mirrored.
	 */
	static final class Skipped extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final SkipReason reason;

		Skipped(SkipReason reason) {
			super(reason.explanation(), null, false, false);
			this.reason = reason;
		}

		SkipReason reason() {
			return this.reason;
		}

	}

}
