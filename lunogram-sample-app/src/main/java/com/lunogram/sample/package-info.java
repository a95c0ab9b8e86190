/**
 * A small shop that tells Lunogram what happens in it.
 */
@NullMarked
package com.lunogram.sample;

import org.jspecify.annotations.NullMarked;
