package com.lunogram;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.lunogram.http.JsonCodec;
import com.lunogram.model.Channel;
import com.lunogram.model.ExternalId;
import com.lunogram.model.InboxCount;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.InboxMessageRef;
import com.lunogram.model.InboxPage;
import com.lunogram.model.InboxQuery;
import com.lunogram.model.Operation;
import com.lunogram.model.SubjectType;

/**
 * Inbox messages of users, or of organizations.
 */
public final class InboxOperations {

	private final ApiCaller caller;

	private final SubjectType targetType;

	InboxOperations(ApiCaller caller, SubjectType targetType) {
		this.caller = caller;
		this.targetType = targetType;
	}

	/**
	 * Posts messages as one request. A message whose channel and identifier the server
	 * has seen for that target changes nothing; one for an unknown target is dropped
	 * without telling.
	 * @param messages 1 to 100 messages
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void post(InboxMessage... messages) {
		post(List.of(messages));
	}

	/**
	 * Posts messages, as {@link #post(InboxMessage...)} does.
	 * @param messages 1 to 100 messages
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void post(List<InboxMessage> messages) {
		checkSize(messages);
		for (InboxMessage message : messages) {
			if (message.targetType() != this.targetType) {
				throw new IllegalArgumentException("target must be of the type " + this.targetType);
			}
		}
		this.caller.writeAll(byTarget(Operation.POST_USER_INBOX, Operation.POST_ORGANIZATION_INBOX), messages);
	}

	/**
	 * Lists messages, the newest first.
	 * @param query whose and which messages
	 * @return a page of them
	 * @throws NotFoundException if the server does not know the subject
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public InboxPage list(InboxQuery query) {
		Map<String, Object> parameters = parameters(query.subject(), query.channel());
		if (query.status() != null) {
			parameters.put("status", query.status().name().toLowerCase(Locale.ROOT));
		}
		if (!query.tags().isEmpty()) {
			parameters.put("tags", String.join(",", query.tags()));
		}
		if (query.messageSource() != null) {
			parameters.put("message_source", query.messageSource());
		}
		if (query.priority() != null) {
			parameters.put("priority", query.priority());
		}
		if (query.limit() != null) {
			parameters.put("limit", query.limit());
		}
		if (query.offset() != null) {
			parameters.put("offset", query.offset());
		}
		return this.caller.perform(byTarget(Operation.LIST_USER_INBOX, Operation.LIST_ORGANIZATION_INBOX), parameters,
				null, InboxPage.class);
	}

	/**
	 * Counts visible messages, archived ones left out.
	 * @param subject whose messages
	 * @param channel of which channel, not {@link Channel#UNKNOWN}
	 * @return the counts
	 * @throws NotFoundException if the server does not know the subject
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public InboxCount count(ExternalId subject, Channel channel) {
		InboxQuery query = InboxQuery.builder(subject, channel).build();
		return this.caller.perform(byTarget(Operation.COUNT_USER_INBOX, Operation.COUNT_ORGANIZATION_INBOX),
				parameters(query.subject(), query.channel()), null, InboxCount.class);
	}

	/**
	 * Marks messages as read. Read ones stay as they are, unknown ones are passed over
	 * without telling.
	 * @param messages 1 to 100 references
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void markRead(InboxMessageRef... messages) {
		markRead(List.of(messages));
	}

	/**
	 * Marks messages as read, as {@link #markRead(InboxMessageRef...)} does.
	 * @param messages 1 to 100 references
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void markRead(List<InboxMessageRef> messages) {
		mark(byTarget(Operation.READ_USER_INBOX, Operation.READ_ORGANIZATION_INBOX), messages);
	}

	/**
	 * Archives messages. Archived ones stay as they are, unknown ones are passed over
	 * without telling.
	 * @param messages 1 to 100 references
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void archive(InboxMessageRef... messages) {
		archive(List.of(messages));
	}

	/**
	 * Archives messages, as {@link #archive(InboxMessageRef...)} does.
	 * @param messages 1 to 100 references
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void archive(List<InboxMessageRef> messages) {
		mark(byTarget(Operation.ARCHIVE_USER_INBOX, Operation.ARCHIVE_ORGANIZATION_INBOX), messages);
	}

	private void mark(Operation operation, List<InboxMessageRef> messages) {
		checkSize(messages);
		List<byte[]> elements = messages.stream().map(this.caller.writer()::write).toList();
		this.caller.perform(operation, JsonCodec.array(elements), true);
	}

	private Operation byTarget(Operation user, Operation organization) {
		return (this.targetType == SubjectType.USER) ? user : organization;
	}

	private static void checkSize(List<?> messages) {
		if (messages.isEmpty() || messages.size() > InboxMessage.MAX_BATCH) {
			throw new IllegalArgumentException(
					"messages must be 1 to " + InboxMessage.MAX_BATCH + ", not " + messages.size());
		}
	}

	private static Map<String, Object> parameters(ExternalId subject, Channel channel) {
		Map<String, Object> parameters = new LinkedHashMap<>();
		parameters.put("source", subject.source());
		parameters.put("external_id", subject.externalId());
		parameters.put("channel", channel.name().toLowerCase(Locale.ROOT));
		return parameters;
	}

}
