/**
 * Delivery through a Kafka topic.
 */
@NullMarked
package com.lunogram.delivery.kafka;

import org.jspecify.annotations.NullMarked;
