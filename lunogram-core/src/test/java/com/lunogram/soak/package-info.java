/**
 * Delivery under random faults, for a while.
 */
@NullMarked
package com.lunogram.soak;

import org.jspecify.annotations.NullMarked;
