package com.lunogram.spring.boot.test;

/**
 * The two kinds of subject that identifiers, events, schedules and messages belong to.
 */
public enum SubjectKind {

	/** A user. */
	USER,

	/** An organization. */
	ORGANIZATION

}
