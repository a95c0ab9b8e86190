package com.lunogram.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * The metadata of this module's properties, as the build has made it.
 */
final class ConfigurationMetadata {

	private final JsonNode metadata = read();

	List<Property> properties() {
		return this.metadata.get("properties").valueStream().map(this::property).toList();
	}

	Optional<Property> property(String name) {
		return properties().stream().filter((property) -> property.name().equals(name)).findFirst();
	}

	/** The names of the properties that there are hints for. */
	List<String> hinted() {
		return hints().map((hint) -> hint.get("name").asString()).toList();
	}

	private Stream<JsonNode> hints() {
		return this.metadata.get("hints").valueStream();
	}

	private Property property(JsonNode property) {
		String name = property.get("name").asString();
		JsonNode defaultValue = property.path("defaultValue");
		JsonNode deprecation = property.path("deprecation");
		return new Property(name, property.get("type").asString(), property.path("description").asString(""),
				defaultValue.isMissingNode() ? null : defaultValue.asString(), values(name),
				deprecation.isMissingNode() ? null : new Deprecation(deprecation.path("reason").asString(""),
						deprecation.path("replacement").asString("")));
	}

	private List<Value> values(String name) {
		return hints().filter((hint) -> hint.get("name").asString().equals(name))
			.flatMap((hint) -> hint.path("values").valueStream())
			.map((value) -> new Value(value.get("value").asString(), value.path("description").asString("")))
			.toList();
	}

	private static JsonNode read() {
		try (InputStream file = LunogramProperties.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			// The first on the class path is that of this module.
			JsonNode metadata = new JsonMapper().readTree(Objects.requireNonNull(file));
			if (!metadata.toString().contains("\"lunogram.api-key\"")) {
				throw new IllegalStateException("The first metadata on the class path is not this module's");
			}
			return metadata;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A property.
	 *
	 * @param name its whole name
	 * @param type the Java type, with generics
	 * @param description what it means
	 * @param defaultValue what it is unless set; {@code null} for nothing
	 * @param values values that are worth a word; empty for none
	 * @param deprecation {@code null} unless it is deprecated
	 */
	record Property(String name, String type, String description, @Nullable String defaultValue, List<Value> values,
			@Nullable Deprecation deprecation) {

		/** All that an enum allows, as it is written in a file; empty for other types. */
		List<String> constants() {
			Class<?> type = ClassUtils.resolveClassName(this.type.replaceFirst("<.*", ""), null);
			return Stream.ofNullable(type.getEnumConstants())
				.flatMap(Stream::of)
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.sorted()
				.toList();
		}

	}

	/**
	 * A value.
	 *
	 * @param value as it is written in a file
	 * @param description what it means
	 */
	record Value(String value, String description) {
	}

	/**
	 * Why a property should no longer be used.
	 *
	 * @param reason the reason; empty if none is given
	 * @param replacement the property to use instead; empty if there is none
	 */
	record Deprecation(String reason, String replacement) {
	}

}
