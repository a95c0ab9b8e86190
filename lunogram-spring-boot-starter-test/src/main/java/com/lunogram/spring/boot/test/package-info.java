/**
 * What an application's own tests use: a recorder of what is published, with assertions
 * about it, and a stand-in for a Lunogram server.
 */
@NullMarked
package com.lunogram.spring.boot.test;

import org.jspecify.annotations.NullMarked;
