package com.lunogram.customerio;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One of many operations that go out together.
 *
 * @param type what it concerns, {@code person}, {@code object} or {@code delivery}; not
 * blank
 * @param action what it does, such as {@code identify}; not blank
 * @param fields its other fields by their names, as they go out
 */
public record BatchOperation(String type, String action, Map<String, @Nullable Object> fields) {

	private static final String PERSON = "person";

	private static final String OBJECT = "object";

	private static final Set<String> ALWAYS_REPEATABLE = Set.of("identify", "delete", "add_relationships",
			"delete_relationships", "add_device", "delete_device", "merge", "suppress", "unsuppress");

	private static final Set<String> EVENTS = Set.of("event", "page", "screen");

	public BatchOperation {
		Checks.text(type, "type");
		Checks.text(action, "action");
		fields = Checks.copy(fields, "fields");
		if (fields.containsKey("type") || fields.containsKey("action")) {
			throw new IllegalArgumentException("fields must not contain type or action");
		}
	}

	/**
	 * An operation that has no method of its own here.
	 * @param type what it concerns
	 * @param action what it does
	 * @param fields its other fields by their names, as they go out
	 * @return the operation
	 */
	public static BatchOperation of(String type, String action, Map<String, ?> fields) {
		return new BatchOperation(type, action, Checks.copy(fields, "fields"));
	}

	/**
	 * Creates a person, or changes attributes of one.
	 * @param person the person
	 * @param attributes the attributes by their names; may be empty
	 * @return the operation
	 */
	public static BatchOperation identify(PersonIdentifier person, Map<String, ?> attributes) {
		return person("identify", person, new Body().with("attributes", Checks.copy(attributes, "attributes")));
	}

	/**
	 * Deletes a person.
	 * @param person the person
	 * @return the operation
	 */
	public static BatchOperation delete(PersonIdentifier person) {
		return person("delete", person, new Body());
	}

	/**
	 * Records an event, or the view of a page or screen.
	 * @param person the person
	 * @param event what the person did
	 * @return the operation
	 */
	public static BatchOperation event(PersonIdentifier person, TrackEvent event) {
		return person(event.kind().wireName(), person,
				new Body().with("name", event.name())
					.with("attributes", event.data())
					.with("id", event.id())
					.with("timestamp", Checks.seconds(event.timestamp())));
	}

	/**
	 * Adds a push device to a person, or updates it.
	 * @param person the person
	 * @param device the device
	 * @return the operation
	 */
	public static BatchOperation addDevice(PersonIdentifier person, PushDevice device) {
		return person("add_device", person, new Body().with("device", device.toMap("token")));
	}

	/**
	 * Removes a push device from a person.
	 * @param person the person
	 * @param deviceToken the platform's token for the device
	 * @return the operation
	 */
	public static BatchOperation deleteDevice(PersonIdentifier person, String deviceToken) {
		return person("delete_device", person,
				new Body().with("device", Map.of("token", Checks.text(deviceToken, "token"))));
	}

	/**
	 * Gives a person relationships to objects.
	 * @param person the person
	 * @param relationships to which objects, at least one
	 * @return the operation
	 */
	public static BatchOperation addRelationships(PersonIdentifier person, List<Relationship> relationships) {
		return person("add_relationships", person, relationships(relationships));
	}

	/**
	 * Ends relationships of a person to objects.
	 * @param person the person
	 * @param relationships to which objects, at least one
	 * @return the operation
	 */
	public static BatchOperation deleteRelationships(PersonIdentifier person, List<Relationship> relationships) {
		return person("delete_relationships", person, relationships(relationships));
	}

	/**
	 * Merges a person into another. This cannot be undone.
	 * @param primary who stays, by id, e-mail address or Customer.io's own id
	 * @param secondary who becomes part of the other, by the same
	 * @return the operation
	 */
	public static BatchOperation merge(PersonIdentifier primary, PersonIdentifier secondary) {
		return new BatchOperation(PERSON, "merge", merged(primary, secondary));
	}

	/**
	 * Deletes a person, and keeps the identifier from being used again.
	 * @param person the person
	 * @return the operation
	 */
	public static BatchOperation suppress(PersonIdentifier person) {
		return person("suppress", person, new Body());
	}

	/**
	 * Lets an identifier be used again. The person does not come back.
	 * @param person the identifier
	 * @return the operation
	 */
	public static BatchOperation unsuppress(PersonIdentifier person) {
		return person("unsuppress", person, new Body());
	}

	/**
	 * Creates an object, or changes attributes of one.
	 * @param object the object
	 * @param attributes the attributes by their names; may be empty
	 * @return the operation
	 */
	public static BatchOperation identify(ObjectIdentifier object, Map<String, ?> attributes) {
		return object("identify", object, new Body().with("attributes", Checks.copy(attributes, "attributes")));
	}

	/**
	 * Deletes an object.
	 * @param object the object
	 * @return the operation
	 */
	public static BatchOperation delete(ObjectIdentifier object) {
		return object("delete", object, new Body());
	}

	/**
	 * Gives an object relationships to people.
	 * @param object the object
	 * @param relationships to which people, at least one
	 * @return the operation
	 */
	public static BatchOperation addRelationships(ObjectIdentifier object, List<Relationship> relationships) {
		return object("add_relationships", object, relationships(relationships));
	}

	/**
	 * Ends relationships of an object to people.
	 * @param object the object
	 * @param relationships to which people, at least one
	 * @return the operation
	 */
	public static BatchOperation deleteRelationships(ObjectIdentifier object, List<Relationship> relationships) {
		return object("delete_relationships", object, relationships(relationships));
	}

	private static BatchOperation person(String action, PersonIdentifier person, Body rest) {
		return new BatchOperation(PERSON, action, identified(person.toMap(), rest));
	}

	private static BatchOperation object(String action, ObjectIdentifier object, Body rest) {
		return new BatchOperation(OBJECT, action, identified(object.toMap(), rest));
	}

	private static Map<String, @Nullable Object> identified(Map<String, ?> identifiers, Body rest) {
		Body fields = new Body().with("identifiers", identifiers);
		rest.map().forEach(fields::with);
		return fields.map();
	}

	private static Body relationships(List<Relationship> relationships) {
		if (relationships.isEmpty()) {
			throw new IllegalArgumentException("relationships must not be empty");
		}
		return new Body().with("cio_relationships", relationships.stream().map(Relationship::toMap).toList());
	}

	/** Who is merged into whom, as both versions of the API want it. */
	static Map<String, @Nullable Object> merged(PersonIdentifier primary, PersonIdentifier secondary) {
		return new Body().with("primary", primary.toMapWithoutPhone("primary"))
			.with("secondary", secondary.toMapWithoutPhone("secondary"))
			.map();
	}

	/** Whether doing it twice is as good as once. */
	boolean isRepeatable() {
		return ALWAYS_REPEATABLE.contains(this.action) || (isEvent() && this.fields.get("id") != null);
	}

	boolean isEvent() {
		return EVENTS.contains(this.action);
	}

	Map<String, @Nullable Object> toMap() {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("type", this.type);
		map.put("action", this.action);
		map.putAll(this.fields);
		return map;
	}

}
