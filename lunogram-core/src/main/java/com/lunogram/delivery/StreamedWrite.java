package com.lunogram.delivery;

import java.time.Duration;

/**
 * A write in a {@link WriteStream}.
 *
 * @param partition the partition that it is in
 * @param offset its place there; later ones have greater offsets
 * @param age how long it has been there
 * @param write the write
 */
public record StreamedWrite(int partition, long offset, Duration age, PendingWrite write) {
}
