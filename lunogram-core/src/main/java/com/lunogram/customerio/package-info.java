/**
 * Clients of the Track and App APIs of Customer.io, for those who come from there or run
 * both. Start at {@code CustomerIoTrackClient} and {@code CustomerIoAppClient}. Nothing
 * in here knows of Lunogram.
 */
@NullMarked
package com.lunogram.customerio;

import org.jspecify.annotations.NullMarked;
