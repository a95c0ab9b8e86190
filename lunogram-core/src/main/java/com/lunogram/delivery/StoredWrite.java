package com.lunogram.delivery;

import java.time.Duration;

/**
 * A write in an {@link OutboxStore}.
 *
 * @param id its number in the store; of two that were added one after the other, the
 * later one has the greater number
 * @param age how long it has been there
 * @param write the write
 */
public record StoredWrite(long id, Duration age, PendingWrite write) {
}
