package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.delivery.OutboxPublisherBuilder;

/**
 * Sets what is configured about the outbox, in a class that knows no database.
 */
@FunctionalInterface
interface OutboxCustomizer {

	void customize(OutboxPublisherBuilder builder);

}
