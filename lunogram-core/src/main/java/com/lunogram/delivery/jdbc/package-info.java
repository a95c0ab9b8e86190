/**
 * An outbox in tables of the application's own database.
 */
@NullMarked
package com.lunogram.delivery.jdbc;

import org.jspecify.annotations.NullMarked;
