/**
 * Connects to a Lunogram server that Docker Compose runs.
 */
@NullMarked
package com.lunogram.spring.boot.docker.compose;

import org.jspecify.annotations.NullMarked;
