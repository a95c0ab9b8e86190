package com.lunogram.spring.broken;

import com.lunogram.spring.LunogramEvent;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;

/**
 * An application whose package holds a mistake.
 */
@AutoConfigurationPackage
public class BrokenApplication {

	@LunogramEvent(name = "broken", user = "#result.id")
	record Broken(String id) {

	}

}
