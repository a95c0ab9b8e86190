/**
 * What {@code BENCHMARKS.md} reports: delivery beside other clients that run in-process,
 * and beside the least that the same work could cost.
 */
@NullMarked
package com.lunogram.benchmark;

import org.jspecify.annotations.NullMarked;
