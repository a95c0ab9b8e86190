package com.lunogram.spring.boot.autoconfigure;

import java.util.Objects;

import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.mirror.CustomerIoMirror;

/**
 * The way to Customer.io. It is no publisher itself, as there is to be one for injection
 * only, which closes this one.
 *
 * @param mirror what is sent there, and how
 * @param publisher queues and delivers it
 */
record MirrorDelivery(CustomerIoMirror mirror, LunogramPublisher publisher) {

	DeliveryControl control() {
		return Objects.requireNonNull(this.publisher.control());
	}

}
