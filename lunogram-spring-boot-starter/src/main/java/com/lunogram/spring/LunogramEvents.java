package com.lunogram.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Several {@link LunogramEvent} on one method or type. There is no need to write it:
 * repeating the annotation does.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE })
public @interface LunogramEvents {

	/**
	 * The events.
	 * @return the events
	 */
	LunogramEvent[] value();

}
