package com.lunogram.spring.scanned;

import com.lunogram.spring.LunogramEvent;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;

/**
 * An application whose package holds types to be found.
 */
@AutoConfigurationPackage
public class ScannedApplication {

	@LunogramEvent(name = "one", user = "id", data = "{nested: nested}")
	@LunogramEvent(name = "two", user = "id")
	record Published(String id, Nested nested) {

	}

	/**
	 * Only reached by way of the other.
	 *
	 * @param value any value
	 */
	public record Nested(String value) {

	}

}
