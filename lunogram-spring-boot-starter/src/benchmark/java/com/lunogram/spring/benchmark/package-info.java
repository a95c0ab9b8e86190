/**
 * What {@code BENCHMARKS.md} reports of {@code @LunogramEvent}.
 */
@NullMarked
package com.lunogram.spring.benchmark;

import org.jspecify.annotations.NullMarked;
