package com.lunogram.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import com.lunogram.http.JsonCodec;
import com.lunogram.http.RequestWriter;
import com.lunogram.model.Channel;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.Operation;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * Takes the snapshot of a write, and refuses what no publisher takes. Whoever implements
 * a {@link LunogramPublisher} treats writes as all others do with it.
 */
public final class WriteSerializer {

	/** A Lunogram server's own queue takes messages of about one megabyte. */
	static final int MAX_BYTES = 900 * 1024;

	private static final JsonCodec CODEC = new JsonCodec();

	private final RequestWriter writer = new RequestWriter(CODEC);

	/**
	 * Turns a write into what will be sent, so that later changes to its data don't
	 * matter.
	 * @param write the write
	 * @return the write as it will be sent
	 * @throws IllegalArgumentException if its data is no JSON object, or if it is larger
	 * than a Lunogram server takes
	 */
	public PendingWrite snapshot(Write write) {
		return serialize(write).pending();
	}

	List<QueuedWrite> serialize(Collection<? extends Write> writes) {
		List<QueuedWrite> queued = new ArrayList<>(writes.size());
		for (Write write : writes) {
			queued.add(serialize(write));
		}
		return queued;
	}

	private QueuedWrite serialize(Write write) {
		byte[] json = this.writer.write(write);
		if (json.length > MAX_BYTES) {
			throw new WriteTooLargeException(write, json.length, MAX_BYTES);
		}
		return new QueuedWrite(write.operation(), write.subjects(), json, isRepeatable(write));
	}

	/** Whether a write may be sent twice, if all that is left of it is its JSON. */
	static boolean isRepeatable(Operation operation, byte[] json) {
		return operation.repeatable() || (isInbox(operation) && isOnInboxChannel(json));
	}

	private static boolean isInbox(Operation operation) {
		return operation == Operation.POST_USER_INBOX || operation == Operation.POST_ORGANIZATION_INBOX;
	}

	private static boolean isOnInboxChannel(byte[] json) {
		OnChannel message = CODEC.read(json, OnChannel.class);
		return message != null && message.channel() == Channel.INBOX;
	}

	/** The identifier of an inbox message guards it, but on no other channel. */
	private static boolean isRepeatable(Write write) {
		return write.operation().repeatable()
				|| (write instanceof InboxMessage message && message.channel() == Channel.INBOX);
	}

	/**
	 * What matters here of a message's JSON.
	 */
	private record OnChannel(@Nullable Channel channel) {
	}

}
