package com.lunogram.delivery;

import java.util.Collection;
import java.util.List;

import com.lunogram.model.Write;

/**
 * Takes the snapshots of writes for Lunogram.
 */
final class LunogramSnapshots implements Snapshots {

	private final WriteSerializer serializer = new WriteSerializer();

	@Override
	public List<QueuedWrite> serialize(Collection<? extends Write> writes) {
		return this.serializer.serialize(writes);
	}

	@Override
	public QueuedWrite again(UndeliveredWrite write) {
		return QueuedWrite.again(write);
	}

}
