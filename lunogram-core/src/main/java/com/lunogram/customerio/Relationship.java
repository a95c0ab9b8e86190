package com.lunogram.customerio;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The other end of a relationship between a person and an object.
 *
 * @param identifiers names of the person or object at that end, by their kinds, not empty
 * @param attributes what is known of the relationship itself; empty for nothing
 */
public record Relationship(Map<String, @Nullable Object> identifiers, Map<String, @Nullable Object> attributes) {

	public Relationship {
		identifiers = Checks.copy(identifiers, "identifiers");
		attributes = Checks.copy(attributes, "relationship_attributes");
		if (identifiers.isEmpty()) {
			throw new IllegalArgumentException("identifiers must not be empty");
		}
	}

	/**
	 * A relationship of a person to an object.
	 * @param object the object
	 * @return the relationship, without attributes
	 */
	public static Relationship to(ObjectIdentifier object) {
		return new Relationship(object.toMap(), Map.of());
	}

	/**
	 * A relationship of an object to a person.
	 * @param person the person
	 * @return the relationship, without attributes
	 */
	public static Relationship to(PersonIdentifier person) {
		return new Relationship(Checks.copy(person.toMap(), "identifiers"), Map.of());
	}

	/**
	 * This relationship with attributes.
	 * @param attributes what is known of the relationship itself
	 * @return a new relationship
	 */
	public Relationship withAttributes(Map<String, ?> attributes) {
		return new Relationship(this.identifiers, Checks.copy(attributes, "relationship_attributes"));
	}

	Map<String, @Nullable Object> toMap() {
		return new Body().with("identifiers", this.identifiers).with("relationship_attributes", this.attributes).map();
	}

}
