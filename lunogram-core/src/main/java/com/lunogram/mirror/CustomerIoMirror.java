package com.lunogram.mirror;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import com.lunogram.customerio.CustomerIoException;
import com.lunogram.customerio.CustomerIoTrackClient;
import com.lunogram.delivery.DeliveryTarget;
import com.lunogram.delivery.DeliveryTargetException;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.MemoryPublisherBuilder;
import com.lunogram.delivery.PendingWrite;
import com.lunogram.delivery.TargetProgress;
import com.lunogram.http.JsonCodec;
import com.lunogram.mirror.Translation.Skipped;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to Customer.io what is published to Lunogram: upserts of users as identify,
 * events as track, with an id that Customer.io knows repeats by and the time of
 * publishing, deletions and devices as what they are, and organizations as objects, if it
 * is said of which type. A person's id at Customer.io is the user's first identifier of
 * the source {@code default}. What has no counterpart is counted and left out.
 * <p>
 * It is made for {@link LunogramPublisher#memory(DeliveryTarget)} and
 * {@link LunogramPublisher#mirrored}.
 */
public final class CustomerIoMirror implements DeliveryTarget {

	/**
	 * What one request of the mirror carries at most, in bytes: a little less than the
	 * 500 KB that Customer.io takes. To be given to
	 * {@link MemoryPublisherBuilder#maxBatchBytes(long)}, if it is not to be less.
	 */
	public static final int MAX_BATCH_BYTES = 499_000;

	private static final Logger logger = LoggerFactory.getLogger(CustomerIoMirror.class);

	/** In the smaller of its two meanings: to be sure. */
	private static final int MAX_OPERATION_BYTES = 32_000;

	/** What Customer.io considers fair: 1,000 requests a second for a workspace. */
	private static final double REQUESTS_PER_MINUTE = 60_000;

	private final CustomerIoTrackClient client;

	private final CustomerIoMapping mapping;

	private final JsonCodec codec = new JsonCodec();

	private final Translation translation;

	private final Map<SkipReason, LongAdder> skipped = new EnumMap<>(SkipReason.class);

	/**
	 * A mirror.
	 * @param client sends the requests, each once: the mirror's publisher repeats them
	 * @param mapping changes what is mirrored, or leaves it out
	 * @param objectTypeId number of the object type at Customer.io that organizations
	 * are, as text; {@code null} if they are not mirrored
	 */
	public CustomerIoMirror(CustomerIoTrackClient client, CustomerIoMapping mapping, @Nullable String objectTypeId) {
		this(client, mapping, objectTypeId, Clock.systemUTC());
	}

	CustomerIoMirror(CustomerIoTrackClient client, CustomerIoMapping mapping, @Nullable String objectTypeId,
			Clock clock) {
		this.client = client.withoutRetry();
		this.mapping = mapping;
		this.translation = new Translation(this.codec, objectTypeId, clock);
		for (SkipReason reason : SkipReason.values()) {
			this.skipped.put(reason, new LongAdder());
		}
	}

	/**
	 * How many writes were not mirrored.
	 * @return the numbers since the start, by every reason
	 */
	public Map<SkipReason, Long> skipped() {
		Map<SkipReason, Long> counts = new EnumMap<>(SkipReason.class);
		this.skipped.forEach((reason, count) -> counts.put(reason, count.sum()));
		return counts;
	}

	@Override
	public String name() {
		return "Customer.io";
	}

	@Override
	public String observationName() {
		return "lunogram.customerio.mirror.requests";
	}

	@Override
	public double maxRequestsPerMinute() {
		return REQUESTS_PER_MINUTE;
	}

	@Override
	public @Nullable PendingWrite prepare(Write write) {
		try {
			return translate(write);
		}
		catch (Skipped ex) {
			skip(write, ex.reason(), null);
		}
		catch (Exception | Error ex) {
			// Whatever it is, and checked exceptions from other JVM languages too: it is
			// the mapping's, and who publishes has nothing to do with it.
			skip(write, SkipReason.FAILED, ex);
		}
		return null;
	}

	private PendingWrite translate(Write write) {
		Write mapped = this.mapping.map(write);
		if (mapped == null) {
			throw new Skipped(SkipReason.DROPPED);
		}
		byte[] json = this.codec.writeObject(this.translation.translate(mapped));
		if (json.length > MAX_OPERATION_BYTES) {
			throw new Skipped(SkipReason.TOO_LARGE);
		}
		return new PendingWrite(mapped.operation(), mapped.subjects(), new String(json, StandardCharsets.UTF_8), true);
	}

	/** The first of each kind is told, the others are only counted. */
	private void skip(Write write, SkipReason reason, @Nullable Throwable failure) {
		LongAdder count = this.skipped.get(reason);
		if (count == null) {
			return;
		}
		boolean first = count.sum() == 0;
		count.increment();
		if (first && reason != SkipReason.DROPPED) {
			logger.warn("Some writes are not mirrored to Customer.io, as {}; the first of these is {}. From now on they"
					+ " are only counted", reason.explanation(), write.operation(), failure);
		}
	}

	@Override
	public TargetProgress send(byte[] json) {
		Operations operations = new Operations(this.codec.objects(json));
		try {
			return operations.send(this.client);
		}
		catch (CustomerIoException ex) {
			throw Failures.of(ex);
		}
	}

}
