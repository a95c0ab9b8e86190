/**
 * What the tests of the client share.
 */
@NullMarked
package com.lunogram.support;

import org.jspecify.annotations.NullMarked;
