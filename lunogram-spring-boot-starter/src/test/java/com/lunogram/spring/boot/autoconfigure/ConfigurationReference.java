package com.lunogram.spring.boot.autoconfigure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import com.lunogram.spring.boot.autoconfigure.ConfigurationMetadata.Deprecation;
import com.lunogram.spring.boot.autoconfigure.ConfigurationMetadata.Property;
import com.lunogram.spring.boot.autoconfigure.ConfigurationMetadata.Value;
import org.jspecify.annotations.Nullable;

/**
 * Writes the reference of all properties, from the metadata that editors use too.
 */
final class ConfigurationReference {

	private static final String INTRODUCTION = """
			# Configuration reference

			<!-- Made from the metadata of the properties by ConfigurationReferenceTests: change it there. -->

			Every property of the starter, as your editor shows it too. What they are for is told in the [README](../README.md).

			Times and sizes take any unit of Spring Boot's: `500ms`, `2s`, `30d`; `512KB`, `32MB`. In names of environment variables, a dot is an underscore and a hyphen is left out: `lunogram.delivery.batch.max-events` is `LUNOGRAM_DELIVERY_BATCH_MAXEVENTS`. A wrong value stops the start with a message that names the property.
			""";

	private static final List<Section> SECTIONS = List.of(new Section("Connection", "lunogram"),
			new Section("Repeats of direct calls", "lunogram.retry"), new Section("Delivery", "lunogram.delivery"),
			new Section("Batches", "lunogram.delivery.batch"), new Section("Queue", "lunogram.delivery.queue"),
			new Section("Repeats in delivery", "lunogram.delivery.retry"), new Section("Outbox", "lunogram.outbox"),
			new Section("Kafka", "lunogram.kafka"), new Section("Events", "lunogram.events"),
			new Section("Health", "lunogram.health"), new Section("Health", "management.health"),
			new Section("Endpoint", "management.endpoint.lunogram"), new Section("Customer.io", "lunogram.customerio"),
			new Section("Repeats of calls to Customer.io", "lunogram.customerio.retry"));

	private static final Map<String, String> TYPES = Map.of("java.lang.Boolean", "boolean", "java.lang.Integer",
			"number", "java.lang.Short", "number", "java.lang.String", "text", "java.time.Duration", "time",
			"java.util.Set<java.lang.String>", "list", "java.util.UUID", "UUID",
			"org.springframework.util.unit.DataSize", "size");

	private ConfigurationReference() {
	}

	static String of(List<Property> properties) {
		StringBuilder page = new StringBuilder(INTRODUCTION);
		String title = null;
		for (Section section : SECTIONS) {
			if (!section.title().equals(title)) {
				title = section.title();
				page.append("\n## ").append(title).append("\n\n");
				page.append("| property | type | default | meaning |\n| --- | --- | --- | --- |\n");
			}
			properties.stream()
				.filter((property) -> section.equals(sectionOf(property)))
				.map(ConfigurationReference::row)
				.forEach(page::append);
		}
		return page.toString();
	}

	private static Section sectionOf(Property property) {
		return SECTIONS.stream()
			.filter((section) -> property.name().startsWith(section.prefix() + "."))
			.max(Comparator.comparingInt((section) -> section.prefix().length()))
			.orElseThrow(() -> new IllegalStateException(
					"No section is for " + property.name() + ". Add one to ConfigurationReference."));
	}

	private static String row(Property property) {
		return "| `" + property.name() + "` | " + type(property) + " | " + defaultValue(property.defaultValue()) + " | "
				+ meaning(property) + " |\n";
	}

	private static String type(Property property) {
		if (!property.constants().isEmpty()) {
			return "choice";
		}
		String type = TYPES.get(property.type());
		if (type == null) {
			throw new IllegalStateException(
					"No word is for the type " + property.type() + ". Add one to ConfigurationReference.");
		}
		return type;
	}

	static String defaultValue(@Nullable String value) {
		return (value != null) ? "`" + value + "`" : "";
	}

	private static String meaning(Property property) {
		StringBuilder meaning = new StringBuilder();
		Deprecation deprecation = property.deprecation();
		if (deprecation != null) {
			meaning.append("**Deprecated.** ").append(deprecation.reason());
			meaning.append(deprecation.replacement().isEmpty() ? "" : " Use `" + deprecation.replacement() + "`.");
			meaning.append(' ');
		}
		meaning.append(property.description());
		for (Value value : property.values()) {
			meaning.append("<br>`").append(value.value()).append("`: ").append(value.description());
		}
		// What is quoted in an editor is code here.
		return meaning.toString().replaceAll("(?<!\\w)'([^']+)'(?!\\w)", "`$1`").replace("|", "\\|");
	}

	/**
	 * A part of the page. Neighbours with the same title are one table.
	 *
	 * @param title its heading
	 * @param prefix what the names of its properties begin with, unless a longer one fits
	 */
	private record Section(String title, String prefix) {
	}

}
