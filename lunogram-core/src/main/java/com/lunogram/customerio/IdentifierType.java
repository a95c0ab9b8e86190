package com.lunogram.customerio;

/**
 * What a value names a person by.
 */
public enum IdentifierType {

	/** The id that the application has given. */
	ID("id"),

	/** The e-mail address. */
	EMAIL("email"),

	/** The id that Customer.io has given, without the prefix {@code cio_}. */
	CIO_ID("cio_id"),

	/**
	 * The phone number in E.164 form. Only batches and the look-up of attributes take it.
	 */
	PHONE("phone");

	private final String wireName;

	IdentifierType(String wireName) {
		this.wireName = wireName;
	}

	String wireName() {
		return this.wireName;
	}

}
