package com.lunogram.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.model.Operation;
import com.lunogram.model.Subject;

/**
 * A write on its way: what was published, as the bytes that will be sent.
 */
final class QueuedWrite {

	/** The order of publishing. */
	static final Comparator<QueuedWrite> IN_ORDER = Comparator.comparingLong(QueuedWrite::sequence);

	/** Who goes out in one request with it, and how. */
	private final Operation operation;

	/**
	 * What was published, which is the same unless it goes elsewhere than to Lunogram.
	 */
	private final Operation published;

	private final List<Subject> subjects;

	/** What was published. */
	private final byte[] json;

	private final boolean repeatable;

	/** Later upserts of the same subject, which go out with this one. */
	private List<QueuedWrite> absorbed = List.of();

	/** What will be sent. */
	private byte[] body;

	/** Whether it must go out by itself, as it did no good together with others. */
	private boolean alone;

	/** Place in the order of publishing, and the time of it; given by the queue. */
	private long sequence;

	private long since;

	QueuedWrite(Operation operation, List<Subject> subjects, byte[] json, boolean repeatable) {
		this(operation, operation, subjects, json, repeatable);
	}

	private QueuedWrite(Operation operation, Operation published, List<Subject> subjects, byte[] json,
			boolean repeatable) {
		this.operation = operation;
		this.published = published;
		this.subjects = subjects;
		this.json = json;
		this.body = json;
		this.repeatable = repeatable;
	}

	/** A write that was stored. */
	static QueuedWrite of(PendingWrite write) {
		return new QueuedWrite(write.operation(), write.subjects(), write.json().getBytes(StandardCharsets.UTF_8),
				write.repeatable());
	}

	/** The write of a dead letter, to be tried once more because somebody asks for it. */
	static QueuedWrite again(UndeliveredWrite write) {
		byte[] json = write.json().getBytes(StandardCharsets.UTF_8);
		return new QueuedWrite(write.operation(), write.subjects(), json,
				WriteSerializer.isRepeatable(write.operation(), json));
	}

	/**
	 * A write for a {@link DeliveryTarget}, which takes all kinds of them in one request.
	 */
	static QueuedWrite foreign(PendingWrite write) {
		return new QueuedWrite(ForeignSender.OPERATION, write.operation(), write.subjects(),
				write.json().getBytes(StandardCharsets.UTF_8), write.repeatable());
	}

	/** The same as it was when it was queued. */
	QueuedWrite anew() {
		QueuedWrite write = new QueuedWrite(this.operation, this.published, this.subjects, this.json, this.repeatable);
		write.enqueued(this.sequence, this.since);
		return write;
	}

	/** As it is stored. */
	PendingWrite pending() {
		return new PendingWrite(this.operation, this.subjects, new String(this.json, StandardCharsets.UTF_8),
				this.repeatable);
	}

	void enqueued(long sequence, long nanoTime) {
		this.sequence = sequence;
		this.since = nanoTime;
	}

	Operation operation() {
		return this.operation;
	}

	List<Subject> subjects() {
		return this.subjects;
	}

	/** What was published, as JSON. */
	byte[] json() {
		return this.json;
	}

	/** What will be sent, as JSON. */
	byte[] body() {
		return this.body;
	}

	/** Lets a later write, and all that it has absorbed, go out with this one. */
	void absorb(QueuedWrite later, byte[] body) {
		List<QueuedWrite> all = new ArrayList<>(this.absorbed);
		later.addPartsTo(all);
		this.absorbed = all;
		this.body = body;
		later.absorbed = List.of();
		later.body = later.json;
	}

	/** Whether it may go out together with other upserts, as one body. */
	boolean isMergeable() {
		return !this.alone
				&& (this.operation == Operation.UPSERT_USER || this.operation == Operation.UPSERT_ORGANIZATION);
	}

	/** Undoes all that was absorbed, for good. */
	List<QueuedWrite> split() {
		List<QueuedWrite> parts = parts();
		this.absorbed = List.of();
		this.body = this.json;
		parts.forEach((part) -> part.alone = true);
		return parts;
	}

	/** All writes that go out as this one, in the order of publishing. */
	List<QueuedWrite> parts() {
		List<QueuedWrite> parts = new ArrayList<>(1 + this.absorbed.size());
		addPartsTo(parts);
		return parts;
	}

	void addPartsTo(List<QueuedWrite> parts) {
		parts.add(this);
		parts.addAll(this.absorbed);
	}

	int size() {
		return this.json.length;
	}

	/** Whether sending it twice leaves the server as sending it once would. */
	boolean isRepeatable() {
		return this.repeatable;
	}

	long sequence() {
		return this.sequence;
	}

	long since() {
		return this.since;
	}

	/** Whether it may concern anybody, so that nothing may overtake it. */
	boolean isBarrier() {
		return this.subjects.isEmpty();
	}

	/** Its content is left out, which may be personal. */
	@Override
	public String toString() {
		return this.operation + " #" + this.sequence;
	}

	UndeliveredWrite undelivered(Reason reason, String message) {
		return new UndeliveredWrite(this.published, this.subjects, new String(this.json, StandardCharsets.UTF_8),
				reason, message);
	}

}
