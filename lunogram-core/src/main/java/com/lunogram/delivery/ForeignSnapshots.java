package com.lunogram.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import com.lunogram.model.Write;

/**
 * Takes the snapshots of writes for a {@link DeliveryTarget}.
 */
final class ForeignSnapshots implements Snapshots {

	private final DeliveryTarget target;

	ForeignSnapshots(DeliveryTarget target) {
		this.target = target;
	}

	@Override
	public List<QueuedWrite> serialize(Collection<? extends Write> writes) {
		List<QueuedWrite> queued = new ArrayList<>(writes.size());
		for (Write write : writes) {
			PendingWrite prepared = this.target.prepare(write);
			if (prepared != null) {
				queued.add(QueuedWrite.foreign(prepared));
			}
		}
		return queued;
	}

	/** Whoever asks for it accepts that it may count twice. */
	@Override
	public QueuedWrite again(UndeliveredWrite write) {
		return QueuedWrite.foreign(new PendingWrite(write.operation(), write.subjects(), write.json(), true));
	}

}
