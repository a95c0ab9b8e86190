package com.lunogram.customerio;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Name of an object, such as a company, that people can have relationships to. Either by
 * type and id, or by what Customer.io calls it.
 *
 * @param objectTypeId number of the object's type, as text; {@code null} beside
 * {@code cioObjectId}
 * @param objectId the object's id within its type; {@code null} beside
 * {@code cioObjectId}
 * @param cioObjectId the id that Customer.io has given; {@code null} beside the other two
 */
public record ObjectIdentifier(@Nullable String objectTypeId, @Nullable String objectId, @Nullable String cioObjectId) {

	public ObjectIdentifier {
		if (cioObjectId == null) {
			Checks.text(objectTypeId, "object_type_id");
			Checks.text(objectId, "object_id");
		}
		else {
			Checks.text(cioObjectId, "cio_object_id");
			if (objectTypeId != null || objectId != null) {
				throw new IllegalArgumentException("cio_object_id and object_id exclude each other");
			}
		}
	}

	/**
	 * An object by its type and id.
	 * @param objectTypeId number of the type, as text, such as {@code 1}
	 * @param objectId id within the type, not blank
	 * @return the identifier
	 */
	public static ObjectIdentifier of(String objectTypeId, String objectId) {
		return new ObjectIdentifier(objectTypeId, objectId, null);
	}

	/**
	 * An object by the id that Customer.io has given.
	 * @param cioObjectId the id, not blank
	 * @return the identifier
	 */
	public static ObjectIdentifier cioId(String cioObjectId) {
		return new ObjectIdentifier(null, null, cioObjectId);
	}

	Map<String, @Nullable Object> toMap() {
		return new Body().with("object_type_id", this.objectTypeId)
			.with("object_id", this.objectId)
			.with("cio_object_id", this.cioObjectId)
			.map();
	}

}
