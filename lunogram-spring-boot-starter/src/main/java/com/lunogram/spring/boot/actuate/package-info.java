/**
 * The actuator endpoint.
 */
@NullMarked
package com.lunogram.spring.boot.actuate;

import org.jspecify.annotations.NullMarked;
