package com.lunogram.model;

/**
 * The two kinds of subjects that a Lunogram project knows. Their identifiers are separate
 * worlds: a user and an organization may carry the same one.
 */
public enum SubjectType {

	/** A person. */
	USER,

	/** A group of persons, such as a company. */
	ORGANIZATION

}
