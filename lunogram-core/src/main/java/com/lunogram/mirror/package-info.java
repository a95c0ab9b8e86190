/**
 * Sends to Customer.io what goes to Lunogram, for those who move from one to the other.
 * The only package that knows both.
 */
@NullMarked
package com.lunogram.mirror;

import org.jspecify.annotations.NullMarked;
