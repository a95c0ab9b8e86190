/**
 * An application under test, and tests as an application has them.
 */
@NullMarked
package com.lunogram.spring.boot.test.shop;

import org.jspecify.annotations.NullMarked;
