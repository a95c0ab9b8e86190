/**
 * Connects to a Lunogram server in a container that Testcontainers has started.
 */
@NullMarked
package com.lunogram.spring.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
