/**
 * {@code @LunogramEvent}, and what an application may provide beside it.
 */
@NullMarked
package com.lunogram.spring;

import org.jspecify.annotations.NullMarked;
