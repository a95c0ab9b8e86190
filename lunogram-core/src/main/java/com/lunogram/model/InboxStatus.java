package com.lunogram.model;

/**
 * State of an inbox message, to filter a list by.
 */
public enum InboxStatus {

	/** Not yet read. */
	UNREAD,

	/** Read, and not archived. */
	READ,

	/** Archived; only a list that asks for this state shows these. */
	ARCHIVED

}
