package com.lunogram.mirror;

import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * Changes what is mirrored to Customer.io, or leaves it out. What goes to Lunogram stays
 * as it is.
 */
@FunctionalInterface
public interface CustomerIoMapping {

	/**
	 * Maps a write, in the thread that publishes it; it should return quickly. If it
	 * throws, the write is not mirrored, which is counted and logged, and of no other
	 * consequence.
	 * @param write what is published
	 * @return what Customer.io is to get instead, such as an event with another name, of
	 * whatever kind; the same for no change; {@code null} if it is not mirrored
	 */
	@Nullable Write map(Write write);

}
