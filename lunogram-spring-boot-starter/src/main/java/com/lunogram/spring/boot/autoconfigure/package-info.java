/**
 * Sets up everything in a Spring Boot application from properties below
 * {@code lunogram.}, and backs off where the application has beans of its own.
 */
@NullMarked
package com.lunogram.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
