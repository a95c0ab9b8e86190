package com.lunogram.delivery;

import java.time.Duration;

/**
 * What the parts of a delivery go by.
 */
record DeliverySettings(int maxEvents, long maxBatchBytes, Duration linger, int queueCapacity, long maxQueueBytes,
		Overflow overflow, Duration blockTimeout, OnDoubt onDoubt, int maxAttempts, Duration shutdownTimeout) {
}
