package com.lunogram.delivery;

import java.util.List;
import java.util.function.Predicate;

/**
 * Looks into a delivery that works in the background, and steers it. Safe for use by many
 * threads.
 */
public interface DeliveryControl {

	/**
	 * How the delivery is doing.
	 * @return its status at this moment
	 */
	DeliveryStatus status();

	/**
	 * Sends nothing more until it is told to {@link #resume()}; a request under way ends.
	 * Writes are still taken.
	 */
	void pause();

	/**
	 * Goes on after {@link #pause()}.
	 */
	void resume();

	/**
	 * Writes that were refused, given up, or set aside in doubt; the newest ones only.
	 * @return the dead letters that are kept, the oldest first
	 */
	List<DeadLetter> deadLetters();

	/**
	 * Publishes dead letters again, after all that is published already. Those that find
	 * no room stay dead letters.
	 * @param which which ones
	 * @return how many were published
	 */
	int replay(Predicate<DeadLetter> which);

	/**
	 * Forgets dead letters.
	 * @param which which ones
	 * @return how many were forgotten
	 */
	int discard(Predicate<DeadLetter> which);

}
