package com.lunogram.sample;

import org.jspecify.annotations.Nullable;

/**
 * How delivery to one place is doing, as the page shows it.
 *
 * @param state the state in a word
 * @param explanation the state in words
 * @param trouble whether nothing gets through at present
 * @param error what the last request failed with, while nothing gets through;
 * {@code null} otherwise
 * @param waiting how many writes wait
 * @param oldestSeconds for how long the oldest of them has been waiting
 * @param delivered how many were delivered since the shop was started
 * @param retried how many requests repeated one that had failed
 * @param deadLetters how many writes were set aside
 */
record SideNumbers(String state, String explanation, boolean trouble, @Nullable String error, long waiting,
		long oldestSeconds, long delivered, long retried, long deadLetters) {
}
