package com.lunogram.sample;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.UpsertUserRequest;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The shop's own people, a user at Lunogram as well: what goes wrong is an event of
 * theirs, so that a journey can tell them.
 */
@Component
class ServiceDesk {

	static final String ID = "service-desk";

	private final LunogramPublisher publisher;

	ServiceDesk(LunogramPublisher publisher) {
		this.publisher = publisher;
	}

	@EventListener(ApplicationReadyEvent.class)
	void introduce() {
		this.publisher.publish(user());
	}

	/** What Lunogram is told of it. */
	static UpsertUserRequest user() {
		return UpsertUserRequest.builder(ID).data("name", "Service desk").build();
	}

}
