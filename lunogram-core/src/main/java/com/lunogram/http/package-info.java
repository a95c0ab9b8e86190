/**
 * How requests travel. Public for the other packages of this library; an application has
 * no need to name anything in here but {@link com.lunogram.http.RetryPolicy}.
 */
@NullMarked
package com.lunogram.http;

import org.jspecify.annotations.NullMarked;
