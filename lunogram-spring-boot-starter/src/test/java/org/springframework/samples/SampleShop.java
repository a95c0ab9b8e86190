package org.springframework.samples;

import com.lunogram.spring.LunogramEvent;

/**
 * A class of an application in a package that looks like one of Spring's own.
 */
public class SampleShop {

	/**
	 * Emits an event.
	 * @param user whose it is
	 */
	@LunogramEvent(name = "sold", user = "#user")
	public void sell(String user) {
		// The event is all that matters.
	}

}
