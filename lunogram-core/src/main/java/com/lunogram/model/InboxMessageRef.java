package com.lunogram.model;

import java.util.List;
import java.util.UUID;

/**
 * Points to a stored message of one user or organization.
 *
 * @param target names of the one user or organization, at least one
 * @param messageId the id that the server gave the message
 */
public record InboxMessageRef(List<ExternalId> target, UUID messageId) {

	public InboxMessageRef {
		target = Checks.identifiers(target, "target");
		Checks.required(messageId, "message_id");
	}

	/**
	 * Points to a message.
	 * @param messageId the id that the server gave the message
	 * @param target one or more identifiers of the one user or organization
	 * @return the reference
	 */
	public static InboxMessageRef of(UUID messageId, ExternalId... target) {
		return new InboxMessageRef(List.of(target), messageId);
	}

}
