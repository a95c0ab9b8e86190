/**
 * The outbox beside others.
 */
@NullMarked
package com.lunogram.benchmark;

import org.jspecify.annotations.NullMarked;
