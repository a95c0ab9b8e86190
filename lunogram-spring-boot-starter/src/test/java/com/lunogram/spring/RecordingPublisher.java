package com.lunogram.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.Subject;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is published.
 */
class RecordingPublisher implements LunogramPublisher {

	private final List<Write> writes = new CopyOnWriteArrayList<>();

	private @Nullable RuntimeException failure;

	void failWith(RuntimeException failure) {
		this.failure = failure;
	}

	List<Write> writes() {
		return this.writes;
	}

	/**
	 * The writes as text, which is quick to compare.
	 * @return name, whom it concerns and data of each event
	 */
	List<String> events() {
		List<String> events = new ArrayList<>();
		for (Write write : this.writes) {
			if (write instanceof UserEvent event) {
				events.add(event.name() + " " + whom(event.subjects(), event.match()) + " " + event.data());
			}
			else if (write instanceof OrganizationEvent event) {
				events.add(event.name() + " " + whom(event.subjects(), event.match()) + " " + event.data());
			}
		}
		return events;
	}

	private static String whom(List<Subject> subjects, @Nullable Object match) {
		if (match != null) {
			return match.toString();
		}
		return String.join("+",
				subjects.stream()
					.map((subject) -> subject.type().name().toLowerCase(Locale.ROOT) + ":"
							+ (subject.source().equals("default") ? "" : subject.source() + ":") + subject.externalId())
					.toList());
	}

	@Override
	public void publish(Collection<? extends Write> writes) {
		if (this.failure != null) {
			throw this.failure;
		}
		this.writes.addAll(writes);
	}

	@Override
	public boolean offer(Duration timeout, Write... writes) {
		publish(writes);
		return true;
	}

	@Override
	public boolean flush(Duration timeout) {
		return true;
	}

	@Override
	public void close() {
	}

}
