/**
 * The Lunogram client and its exceptions. Start at {@code LunogramClient}.
 */
@NullMarked
package com.lunogram;

import org.jspecify.annotations.NullMarked;
