package com.lunogram.delivery;

import java.util.Collection;
import java.util.List;

import com.lunogram.model.Write;

/**
 * Takes the snapshots of writes.
 */
interface Snapshots {

	/** Writes as they are now, as far as they are to be sent. */
	List<QueuedWrite> serialize(Collection<? extends Write> writes);

	/** A write that was set aside, to be tried once more because somebody asks for it. */
	QueuedWrite again(UndeliveredWrite write);

}
