package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import com.lunogram.delivery.DeliveryWindow;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this instance delivers, and how far each is. For the consumer's
 * thread only.
 */
final class Assignment {

	private static final Logger logger = LoggerFactory.getLogger(Assignment.class);

	private static final Duration POSITION_TIMEOUT = Duration.ofMillis(100);

	private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);

	private static final int COMMIT_ATTEMPTS = 3;

	private final DeliveryWindow window;

	private final UnreadableRecords unreadable;

	private final Map<TopicPartition, Progress> partitions = new HashMap<>();

	Assignment(DeliveryWindow window, UnreadableRecords unreadable) {
		this.window = window;
		this.unreadable = unreadable;
	}

	int size() {
		return this.partitions.size();
	}

	void add(Collection<TopicPartition> added) {
		added.forEach((partition) -> this.partitions.putIfAbsent(partition, new Progress()));
	}

	void remove(Collection<TopicPartition> removed) {
		removed.forEach(this.partitions::remove);
		removed.forEach(this.unreadable::forget);
	}

	Set<TopicPartition> all() {
		return Set.copyOf(this.partitions.keySet());
	}

	/** Where records come that had come before. */
	Set<TopicPartition> rewound(Collection<? extends ConsumerRecord<?, ?>> polled) {
		Set<TopicPartition> rewound = new HashSet<>();
		for (ConsumerRecord<?, ?> record : polled) {
			TopicPartition partition = new TopicPartition(record.topic(), record.partition());
			Progress progress = this.partitions.get(partition);
			Long next = (progress != null) ? progress.next : null;
			if (progress != null && next != null && record.offset() < next && rewound.add(partition)) {
				progress.next = null;
				progress.committed = -1;
			}
		}
		return rewound;
	}

	/** A record was given to the window, or set aside. */
	void handedOver(ConsumerRecord<?, ?> record) {
		Progress progress = this.partitions.get(new TopicPartition(record.topic(), record.partition()));
		if (progress != null) {
			progress.next = record.offset() + 1;
		}
	}

	/**
	 * All that was polled was handed over, so that the consumer's positions say how far
	 * that is: beyond the last record where markers of transactions follow it.
	 */
	void caughtUp(Consumer<?, ?> consumer) {
		this.partitions.forEach((partition, progress) -> {
			try {
				progress.next = consumer.position(partition, POSITION_TIMEOUT);
			}
			catch (KafkaException | IllegalStateException ex) {
				logger.trace("The position in {} is not known", partition, ex);
			}
		});
	}

	/** Up to where all is delivered or set aside; {@code null} if it is not known. */
	private @Nullable Long done(TopicPartition partition, Progress progress) {
		Long done = progress.next;
		Long open = this.window.firstOpen(partition.partition());
		Long bad = this.unreadable.first(partition);
		if (done != null && open != null) {
			done = Math.min(done, open);
		}
		return (done != null && bad != null) ? Long.valueOf(Math.min(done, bad)) : done;
	}

	/** Up to where each partition is delivered or set aside. */
	Map<Integer, Long> handled() {
		Map<Integer, Long> handled = new HashMap<>();
		this.partitions.forEach((partition, progress) -> {
			Long done = done(partition, progress);
			if (done != null) {
				handled.put(partition.partition(), done);
			}
		});
		return handled;
	}

	/** Whether something was handed over that is not settled. */
	boolean hasOpen() {
		return this.partitions.keySet()
			.stream()
			.anyMatch((partition) -> this.window.firstOpen(partition.partition()) != null);
	}

	/**
	 * Whether whoever gets some partitions now may send something again, or sends what is
	 * under way here.
	 */
	boolean mayBeRepeated(Collection<TopicPartition> lost) {
		return hasOpen() || !toCommit(lost).isEmpty();
	}

	/** How many records were not yet handed over. */
	long backlog(Consumer<?, ?> consumer) {
		long backlog = 0;
		for (TopicPartition partition : this.partitions.keySet()) {
			try {
				backlog += consumer.currentLag(partition).orElse(0);
			}
			catch (IllegalStateException ex) {
				// It was taken away since.
			}
		}
		return backlog;
	}

	private Map<TopicPartition, OffsetAndMetadata> toCommit(Collection<TopicPartition> some) {
		Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
		for (TopicPartition partition : some) {
			Progress progress = this.partitions.get(partition);
			Long done = (progress != null) ? done(partition, progress) : null;
			if (progress != null && done != null && done > progress.committed) {
				offsets.put(partition, new OffsetAndMetadata(done));
			}
		}
		return offsets;
	}

	/**
	 * Commits what was settled since the last time.
	 * @return whether all that was settled is committed now
	 */
	boolean commit(Consumer<?, ?> consumer) {
		return commit(consumer, this.partitions.keySet());
	}

	private boolean commit(Consumer<?, ?> consumer, Collection<TopicPartition> some) {
		Map<TopicPartition, OffsetAndMetadata> offsets = toCommit(some);
		if (offsets.isEmpty()) {
			return true;
		}
		try {
			consumer.commitSync(offsets, COMMIT_TIMEOUT);
		}
		catch (KafkaException ex) {
			// The group is being shared out anew, or it was woken up, which is meant for
			// polls: it will be tried again.
			logger.debug("Offsets could not be committed", ex);
			return false;
		}
		offsets.forEach((partition, offset) -> {
			Progress progress = this.partitions.get(partition);
			if (progress != null) {
				progress.committed = offset.offset();
			}
		});
		return true;
	}

	/**
	 * Commits all again, which only a member of the group can do.
	 * @return whether it was done; also if there is nothing to commit
	 */
	boolean commitAgain(Consumer<?, ?> consumer) {
		this.partitions.values().forEach((progress) -> progress.committed = -1);
		return commit(consumer);
	}

	/** Commits what was settled of some partitions before they are given away. */
	void commitLast(Consumer<?, ?> consumer, Collection<TopicPartition> some) {
		boolean committed = false;
		for (int attempt = 1; attempt <= COMMIT_ATTEMPTS && !committed; attempt++) {
			committed = commit(consumer, some);
		}
		if (!committed) {
			logger.warn("What was delivered last could not be committed before partitions were given away, and may be"
					+ " sent again");
		}
	}

	/**
	 * How far a partition is.
	 */
	private static final class Progress {

		/** The first record that was not handed over; {@code null} if not known. */
		private @Nullable Long next;

		private long committed = -1;

	}

}
