package com.lunogram.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * By which way a message reaches its target.
 */
public enum Channel {

	/** E-mail. */
	@JsonProperty("email")
	EMAIL,

	/** Text message. */
	@JsonProperty("sms")
	SMS,

	/** Push notification. */
	@JsonProperty("push")
	PUSH,

	/** The application's own inbox. */
	@JsonProperty("inbox")
	INBOX,

	/**
	 * One that a newer server knows and this version does not. It is read only: nothing
	 * can be sent by it or asked for.
	 */
	@JsonEnumDefaultValue
	UNKNOWN

}
