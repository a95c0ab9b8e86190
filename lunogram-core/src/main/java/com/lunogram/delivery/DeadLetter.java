package com.lunogram.delivery;

import java.time.Instant;

/**
 * A write that was set aside and is kept, so that somebody can look at it and send it
 * again.
 *
 * @param id number of the dead letter, growing
 * @param time when it was set aside
 * @param write the write, and why
 */
public record DeadLetter(long id, Instant time, UndeliveredWrite write) {
}
