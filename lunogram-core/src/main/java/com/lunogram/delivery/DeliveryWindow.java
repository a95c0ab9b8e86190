package com.lunogram.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link WriteStream} that an instance has taken over for delivery. It is
 * told what to deliver, and asked how far that is, by one thread of the stream's. None of
 * its methods waits, but for {@link #halt}.
 */
public interface DeliveryWindow {

	/**
	 * Takes writes over. Of each partition they must come in order; what is there already
	 * is passed over.
	 * @param writes the writes
	 */
	void add(List<StreamedWrite> writes);

	/**
	 * Whether more is welcome: there is room, and nothing has delivery wait. What is
	 * added all the same is taken.
	 * @return {@code false} if the stream had better pause
	 */
	boolean wantsMore();

	/**
	 * The first write of a partition that is neither delivered nor set aside. All before
	 * it are.
	 * @param partition the partition
	 * @return its offset; {@code null} if all that was added is settled
	 */
	@Nullable Long firstOpen(int partition);

	/**
	 * This instance is known to own its partitions. If that is not said again in time,
	 * delivery waits until it is: somebody else may have them then.
	 * @param validity for how long that holds
	 */
	void confirm(Duration validity);

	/**
	 * This instance delivers a part of the stream from now on.
	 * @param share the part, from 0 for nothing to 1 for all; the rate of requests is
	 * kept to that part of what is configured
	 */
	void share(double share);

	/**
	 * Begins no request any more until {@link #forget} is called, and waits for the one
	 * under way.
	 * @param timeout how long to wait at most
	 * @return whether there is none under way
	 */
	boolean halt(Duration timeout);

	/**
	 * Drops what is in some partitions, as another instance is to deliver it, and goes on
	 * with the others.
	 * @param partitions the partitions
	 */
	void forget(Collection<Integer> partitions);

	/**
	 * The stream cannot hand anything over until it says that it is {@link #mended()}. It
	 * tries to by itself, and says this each time that it has not succeeded.
	 * @param cause why
	 */
	void broken(Throwable cause);

	/**
	 * The stream hands over what comes, again or still.
	 */
	void mended();

}
