/**
 * What the starter adds to the start of an application.
 */
@NullMarked
package com.lunogram.benchmark.startup;

import org.jspecify.annotations.NullMarked;
