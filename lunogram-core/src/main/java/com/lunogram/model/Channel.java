package com.lunogram.model;

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
	INBOX

}
