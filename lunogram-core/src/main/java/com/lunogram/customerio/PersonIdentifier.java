package com.lunogram.customerio;

import java.util.Map;

/**
 * One name of a person, where a call does not take just any.
 *
 * @param type what it names the person by
 * @param value the name, not blank
 */
public record PersonIdentifier(IdentifierType type, String value) {

	public PersonIdentifier {
		Checks.required(type, "type");
		Checks.text(value, type.wireName());
	}

	/**
	 * The id that the application has given.
	 * @param id the id, not blank
	 * @return the identifier
	 */
	public static PersonIdentifier id(String id) {
		return new PersonIdentifier(IdentifierType.ID, id);
	}

	/**
	 * The e-mail address.
	 * @param email the address, not blank
	 * @return the identifier
	 */
	public static PersonIdentifier email(String email) {
		return new PersonIdentifier(IdentifierType.EMAIL, email);
	}

	/**
	 * The id that Customer.io has given.
	 * @param cioId the id without the prefix {@code cio_}, not blank
	 * @return the identifier
	 */
	public static PersonIdentifier cioId(String cioId) {
		return new PersonIdentifier(IdentifierType.CIO_ID, cioId);
	}

	/**
	 * The phone number, which only batches and the look-up of attributes take.
	 * @param phone the number in E.164 form such as {@code +31612345678}, not blank
	 * @return the identifier
	 */
	public static PersonIdentifier phone(String phone) {
		return new PersonIdentifier(IdentifierType.PHONE, phone);
	}

	Map<String, Object> toMap() {
		return Map.of(this.type.wireName(), this.value);
	}

	/**
	 * The JSON object of this identifier, where it must not be a phone number.
	 * @param field what the object is called
	 */
	Map<String, Object> toMapWithoutPhone(String field) {
		if (this.type == IdentifierType.PHONE) {
			throw new IllegalArgumentException(field + " must be an id, email or cio_id, not a phone number");
		}
		return toMap();
	}

}
