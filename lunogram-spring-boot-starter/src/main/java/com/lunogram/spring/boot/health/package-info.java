/**
 * Health of the connection to Lunogram.
 */
@NullMarked
package com.lunogram.spring.boot.health;

import org.jspecify.annotations.NullMarked;
