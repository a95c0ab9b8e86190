package com.lunogram.delivery.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.lunogram.delivery.PendingWrite;
import com.lunogram.delivery.StreamedWrite;
import com.lunogram.delivery.UndeliveredWrite;
import com.lunogram.model.Operation;
import com.lunogram.model.Subject;
import com.lunogram.model.SubjectType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes as records of a topic: the value is the JSON that will be sent, and all else
 * that must be known is in headers.
 */
final class WriteRecords {

	static final String OPERATION = "lunogram-operation";

	static final String SUBJECTS = "lunogram-subjects";

	static final String REPEATABLE = "lunogram-repeatable";

	static final String TIME = "lunogram-time";

	static final String REASON = "lunogram-reason";

	static final String MESSAGE = "lunogram-message";

	static final String PLACE = "lunogram-place";

	static final String SIZE = "lunogram-size";

	private static final String UNREADABLE = "unreadable";

	/** As in the outbox. What a server says may be anything. */
	private static final int MAX_MESSAGE = 10_000;

	/** What may concern anybody has to keep its order too. */
	private static final String ANYBODY = "anybody";

	private static final Duration MAX_AGE = Duration.ofDays(3650);

	private final SubjectsHeader subjects = new SubjectsHeader();

	private final Clock clock;

	WriteRecords(Clock clock) {
		this.clock = clock;
	}

	ProducerRecord<byte[], byte[]> write(String topic, PendingWrite write) {
		return write(topic, write.operation(), write.subjects(), write.json(), write.repeatable());
	}

	ProducerRecord<byte[], byte[]> deadLetter(String topic, UndeliveredWrite write) {
		ProducerRecord<byte[], byte[]> dead = write(topic, write.operation(), write.subjects(), write.json(),
				write.operation().repeatable());
		dead.headers().add(REASON, bytes(name(write.reason()))).add(MESSAGE, bytes(bounded(write.message())));
		return dead;
	}

	private static String bounded(String message) {
		return (message.length() > MAX_MESSAGE) ? message.substring(0, MAX_MESSAGE) : message;
	}

	/** A record that is no write, as it is, with what is wrong with it and its place. */
	ProducerRecord<byte[], byte[]> deadLetter(String topic, ConsumerRecord<byte[], byte[]> unreadable, String message) {
		ProducerRecord<byte[], byte[]> dead = new ProducerRecord<>(topic, null, unreadable.key(), unreadable.value(),
				new RecordHeaders(unreadable.headers().toArray()));
		dead.headers()
			.add(REASON, bytes(UNREADABLE))
			.add(MESSAGE, bytes(message))
			.add(PLACE, bytes(unreadable.topic() + "-" + unreadable.partition() + "@" + unreadable.offset()));
		return dead;
	}

	/**
	 * A dead letter that is too large. A write keeps what it consists of, and gets
	 * smaller than it was when it was published. What is no write may be as large as
	 * Kafka takes, of whatever part: nothing of it is left but where to find it.
	 */
	ProducerRecord<byte[], byte[]> smaller(ProducerRecord<byte[], byte[]> dead) {
		if (!UNREADABLE.equals(text(dead.headers(), REASON))) {
			ProducerRecord<byte[], byte[]> write = new ProducerRecord<>(dead.topic(), dead.key(), dead.value());
			return copy(dead, write, OPERATION, SUBJECTS, REPEATABLE, REASON);
		}
		ProducerRecord<byte[], byte[]> note = copy(dead, new ProducerRecord<>(dead.topic(), null), REASON, MESSAGE,
				PLACE);
		byte @Nullable [] value = dead.value();
		note.headers().add(SIZE, bytes(String.valueOf((value != null) ? value.length : 0)));
		return note;
	}

	private static ProducerRecord<byte[], byte[]> copy(ProducerRecord<byte[], byte[]> from,
			ProducerRecord<byte[], byte[]> to, String... names) {
		for (String name : names) {
			to.headers().add(name, header(from.headers(), name));
		}
		return to;
	}

	private ProducerRecord<byte[], byte[]> write(String topic, Operation operation, List<Subject> subjects, String json,
			boolean repeatable) {
		String key = key(subjects);
		ProducerRecord<byte[], byte[]> written = new ProducerRecord<>(topic, bytes(key), bytes(json));
		written.headers()
			.add(OPERATION, bytes(name(operation)))
			.add(SUBJECTS, this.subjects.write(subjects))
			.add(REPEATABLE, bytes(String.valueOf(repeatable)))
			.add(TIME, bytes(this.clock.instant().toString()));
		return written;
	}

	/** A membership goes with its user, who has to be there before it. */
	private static String key(List<Subject> subjects) {
		return subjects.stream()
			.filter((subject) -> subject.type() == SubjectType.USER)
			.findFirst()
			.or(() -> subjects.stream().findFirst())
			.map(SubjectsHeader::key)
			.orElse(ANYBODY);
	}

	/**
	 * Reads a write.
	 * @throws UnreadableRecordException if it is none
	 */
	StreamedWrite read(ConsumerRecord<byte[], byte[]> record) {
		byte @Nullable [] json = record.value();
		if (json == null) {
			throw new UnreadableRecordException("it has no value");
		}
		try {
			Operation operation = Operation.valueOf(text(record.headers(), OPERATION).toUpperCase(Locale.ROOT));
			List<Subject> subjects = this.subjects.read(header(record.headers(), SUBJECTS));
			boolean repeatable = Boolean.parseBoolean(text(record.headers(), REPEATABLE));
			PendingWrite write = new PendingWrite(operation, subjects, new String(json, StandardCharsets.UTF_8),
					repeatable);
			return new StreamedWrite(record.partition(), record.offset(), age(record), write);
		}
		catch (UnreadableRecordException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new UnreadableRecordException("its headers are not those of a write: " + ex.getMessage());
		}
	}

	private Duration age(ConsumerRecord<byte[], byte[]> record) {
		Instant time = Instant.ofEpochMilli(record.timestamp());
		Header header = record.headers().lastHeader(TIME);
		if (header != null) {
			try {
				time = Instant.parse(new String(header.value(), StandardCharsets.UTF_8));
			}
			catch (DateTimeException ex) {
				// The time of the record will do.
			}
		}
		Duration age = Duration.between(time, this.clock.instant());
		// Clocks of different machines differ, and anybody may have written the header.
		return (age.isNegative() || age.compareTo(MAX_AGE) > 0) ? Duration.ZERO : age;
	}

	private static String text(Headers headers, String name) {
		return new String(header(headers, name), StandardCharsets.UTF_8);
	}

	private static byte[] header(Headers headers, String name) {
		Header header = headers.lastHeader(name);
		byte @Nullable [] value = (header != null) ? header.value() : null;
		if (value == null) {
			throw new UnreadableRecordException("it has no header " + name);
		}
		return value;
	}

	private static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * A record is no write.
	 */
	static final class UnreadableRecordException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		UnreadableRecordException(String message) {
			super(bounded("The record cannot be read: " + message));
		}

	}

}
