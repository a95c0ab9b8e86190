package com.lunogram.model;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A page of inbox messages, the newest {@code scheduled_at} first.
 *
 * @param results the messages
 * @param total how many messages the query found in all; 0 for a page past the end
 * @param limit size of a page
 * @param offset how many messages were passed over
 */
public record InboxPage(@JsonProperty(required = true) List<StoredInboxMessage> results, int total, int limit,
		int offset) {

	public InboxPage {
		results = Answer.list(results);
	}

}
