package com.lunogram.delivery;

import com.lunogram.http.Pacer;
import com.lunogram.model.Operation;

/**
 * Sends to a {@link DeliveryTarget}.
 */
final class ForeignSender implements Sender {

	/**
	 * Under this, whatever was published goes out together and in the order of
	 * publishing, as its requests carry any number of writes.
	 */
	static final Operation OPERATION = Operation.POST_USER_EVENTS;

	private final DeliveryTarget target;

	private final Pacer pacer;

	ForeignSender(DeliveryTarget target, Pacer pacer) {
		this.target = target;
		this.pacer = pacer;
	}

	@Override
	public void send(Operation operation, byte[] body) {
		this.pacer.spend();
		TargetProgress progress;
		try {
			progress = this.target.send(body);
		}
		catch (DeliveryTargetException ex) {
			if (ex.kind() == DeliveryTargetException.Kind.RATE_LIMITED) {
				this.pacer.slowDown();
			}
			throw ex;
		}
		if (!progress.isComplete()) {
			throw new PartlyTakenException(progress);
		}
	}

}
