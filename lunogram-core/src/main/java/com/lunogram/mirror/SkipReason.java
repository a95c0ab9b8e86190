package com.lunogram.mirror;

/**
 * Why a write was not mirrored.
 */
public enum SkipReason {

	/** The {@link CustomerIoMapping} leaves it out. */
	DROPPED("the mapping leaves them out"),

	/** The {@link CustomerIoMapping} failed, or what it has returned cannot be sent. */
	FAILED("they could not be mapped"),

	/** Customer.io has nothing of this kind, such as schedules and inbox messages. */
	NO_COUNTERPART("Customer.io has nothing of their kind"),

	/** An event for all whom a match selects, which Customer.io cannot do. */
	MATCH("they are events with a match, and Customer.io wants one person"),

	/** The user has no identifier of the source that names people at Customer.io. */
	NO_ID("their user, or organization, has no identifier of the source 'default'"),

	/** It concerns an organization, and it is not said what object type these are. */
	NO_OBJECT_TYPE("they concern organizations, for which no object type of Customer.io is set"),

	/** It is larger than Customer.io takes. */
	TOO_LARGE("they are larger than the 32 KB that Customer.io takes");

	private final String explanation;

	SkipReason(String explanation) {
		this.explanation = explanation;
	}

	String explanation() {
		return this.explanation;
	}

}
