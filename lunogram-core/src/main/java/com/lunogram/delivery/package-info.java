/**
 * Delivery off the caller's thread: writes are queued, batched in the order of each
 * subject, and sent by one worker.
 */
@NullMarked
package com.lunogram.delivery;

import org.jspecify.annotations.NullMarked;
