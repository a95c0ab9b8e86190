package com.lunogram.customerio;

import org.jspecify.annotations.Nullable;

/**
 * Customer.io has taken the trigger of a broadcast.
 *
 * @param id number of the trigger; {@code null} if the answer does not say
 */
public record TriggeredBroadcast(@Nullable Long id) {

}
