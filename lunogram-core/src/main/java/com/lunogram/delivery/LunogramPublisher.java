package com.lunogram.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;

import com.lunogram.LunogramClient;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * Takes writes of any kind and delivers them to Lunogram, in the order of each subject.
 * How safely, and in whose thread, is the implementation's matter. Safe for use by many
 * threads.
 */
public interface LunogramPublisher extends AutoCloseable {

	/**
	 * Begins a publisher that queues in memory and delivers from one thread of its own.
	 * What waits is lost when the process dies.
	 * @param client sends the requests; it must be open for as long as the publisher is
	 * @return a builder
	 */
	static MemoryPublisherBuilder memory(LunogramClient client) {
		return new MemoryPublisherBuilder(client);
	}

	/**
	 * Begins a publisher that delivers to somewhere else than Lunogram, from a queue in
	 * memory and one thread of its own. What waits is lost when the process dies.
	 * @param target where writes go
	 * @return a builder
	 */
	static MemoryPublisherBuilder memory(DeliveryTarget target) {
		return new MemoryPublisherBuilder(target);
	}

	/**
	 * A publisher that hands to a second one, beside Lunogram's, all that it publishes.
	 * Neither waits for the other, and what one of them cannot deliver the other does all
	 * the same. Its control is that of the first one.
	 * @param publisher delivers to Lunogram; it is flushed and closed with this one. What
	 * it refuses as wrong, or what is taken back with a transaction that it joins, the
	 * mirror doesn't get
	 * @param mirror delivers to the other place, built by {@link #memory(DeliveryTarget)}
	 * so that it drops what finds no room; it is flushed and closed with this one
	 * @param afterCommit runs what it is given when the present transaction has
	 * committed; asked only if the publisher {@link #joinsTransaction() joins} one
	 * @return the publisher
	 */
	static LunogramPublisher mirrored(LunogramPublisher publisher, LunogramPublisher mirror, Executor afterCommit) {
		if (!(mirror instanceof MemoryPublisher memory)) {
			throw new IllegalArgumentException("mirror must be built by LunogramPublisher.memory");
		}
		return new MirroredPublisher(publisher, memory, afterCommit);
	}

	/**
	 * Begins a publisher that keeps writes in a store, such as a table of the
	 * application's database, and delivers them from there. What is stored survives the
	 * process. Of several instances that share a store, one delivers.
	 * @param client sends the requests; it must be open for as long as the publisher is
	 * @param store keeps the writes
	 * @return a builder
	 */
	static OutboxPublisherBuilder outbox(LunogramClient client, OutboxStore store) {
		return new OutboxPublisherBuilder(client, store);
	}

	/**
	 * Begins a publisher that keeps writes in a stream, such as the topic of a Kafka
	 * cluster, and delivers from there. What is in the stream survives the process.
	 * Several instances that share a stream deliver parts of it. Of several writes that
	 * are handed over at once, a stream may fail to take some; these are dropped, counted
	 * and reported.
	 * @param client sends the requests; it must be open for as long as the publisher is
	 * @param stream keeps the writes; it is closed with the publisher
	 * @return a builder
	 */
	static StreamPublisherBuilder stream(LunogramClient client, WriteStream stream) {
		return new StreamPublisherBuilder(client, stream);
	}

	/**
	 * A publisher that sends in the caller's thread, and throws what the client throws.
	 * @param client sends the requests
	 * @return the publisher
	 */
	static LunogramPublisher direct(LunogramClient client) {
		return new DirectPublisher(client);
	}

	/**
	 * A publisher that logs what would be sent, at the level {@code INFO}, and sends
	 * nothing.
	 * @return the publisher
	 */
	static LunogramPublisher logging() {
		return new LoggingPublisher();
	}

	/**
	 * A publisher that lets enrichers add to the data of events before another publisher
	 * takes them. They never replace what is there. One that fails is logged, and the
	 * event goes out without its additions; so it does without any if all of them
	 * together would make it larger than a Lunogram server takes. Other writes stay as
	 * they are.
	 * @param delegate takes what is published, all or none of it; it is flushed and
	 * closed with this one
	 * @param enrichers the enrichers; where two add the same key, the earlier one wins
	 * @return the publisher; the delegate itself if there are no enrichers
	 */
	static LunogramPublisher enriched(LunogramPublisher delegate, List<? extends EventEnricher> enrichers) {
		return enrichers.isEmpty() ? delegate : new EnrichingPublisher(delegate, enrichers, System::nanoTime);
	}

	/**
	 * Hands writes over for delivery, all or none of them, and returns without waiting
	 * for the network. They are serialised before this returns, so that later changes to
	 * their data don't matter. Writes that find no room are dropped, which is counted and
	 * reported but not thrown.
	 * @param writes the writes, in order
	 * @throws IllegalArgumentException if the data of a write is no JSON object, or if it
	 * is larger than a Lunogram server takes
	 */
	default void publish(Write... writes) {
		publish(List.of(writes));
	}

	/**
	 * Hands writes over for delivery, as {@link #publish(Write...)} does.
	 * @param writes the writes, in order
	 * @throws IllegalArgumentException if the data of a write is no JSON object, or if it
	 * is larger than a Lunogram server takes
	 */
	void publish(Collection<? extends Write> writes);

	/**
	 * Hands writes over for delivery if there is room for all of them within the given
	 * time. This is for producers that can slow down, such as an import: where
	 * {@code publish} drops, this tells.
	 * <p>
	 * Kafka takes one write after the other, and may be lost in between. Then this
	 * returns {@code true}, and those that were not taken are reported as
	 * {@link UndeliveredWrite.Reason#UNAVAILABLE UNAVAILABLE}.
	 * @param timeout how long to wait for room at most; zero for not at all
	 * @param writes the writes, in order
	 * @return {@code true} if all were taken, {@code false} if none was
	 * @throws IllegalArgumentException if the data of a write is no JSON object, or if it
	 * is larger than a Lunogram server takes
	 */
	boolean offer(Duration timeout, Write... writes);

	/**
	 * Whether what is published now becomes part of a transaction of the caller's: gone
	 * if that is rolled back, and delivered after its commit.
	 * @return {@code true} if so
	 */
	default boolean joinsTransaction() {
		return false;
	}

	/**
	 * Begins to deliver what waits since an earlier run. Otherwise delivery begins with
	 * the first write.
	 */
	default void start() {
		// In memory nothing waits.
	}

	/**
	 * Waits until all that was handed over before this call is delivered or set aside.
	 * @param timeout how long to wait at most
	 * @return {@code true} if so, {@code false} if the time was up before
	 */
	boolean flush(Duration timeout);

	/**
	 * What looks into the delivery behind this publisher, and steers it.
	 * @return the control; {@code null} if nothing is delivered in the background
	 */
	default @Nullable DeliveryControl control() {
		return null;
	}

	/**
	 * Takes nothing more, delivers what is waiting within the time that the publisher was
	 * told, and reports what could not be delivered.
	 */
	@Override
	void close();

}
