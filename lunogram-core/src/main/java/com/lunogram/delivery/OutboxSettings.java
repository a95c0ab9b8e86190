package com.lunogram.delivery;

import java.time.Duration;

/**
 * What the parts of a delivery from an outbox go by, beyond what all go by.
 */
record OutboxSettings(Duration pollInterval, Duration lease, Duration retention) {
}
