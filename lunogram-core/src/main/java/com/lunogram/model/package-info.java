/**
 * Requests and answers of the Lunogram Client API as immutable values. A request checks
 * itself when it is built, so that what the server would refuse for certain never leaves
 * the application; such a mistake is an {@link java.lang.IllegalArgumentException} whose
 * message begins with the name of the field.
 */
@NullMarked
package com.lunogram.model;

import org.jspecify.annotations.NullMarked;
