package com.lunogram.sample;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import com.lunogram.sample.NdjsonReader.Line;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Imports events, one for each line of JSON. Lines are read no faster than they can be
 * queued, so that a file of any length passes through little memory.
 */
@RestController
class ImportController {

	/** A little more than an event may have, so that the client says what is too much. */
	private static final int MAX_LINE = 1 << 20;

	private static final int MAX_LISTED = 1_000;

	/** So long may Lunogram take nothing before a line is given back. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final LunogramPublisher publisher;

	private final JsonMapper json;

	ImportController(LunogramPublisher publisher, JsonMapper json) {
		this.publisher = publisher;
		this.json = json.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
	}

	@PostMapping("/api/import")
	ImportReport importEvents(InputStream body) throws IOException {
		NdjsonReader lines = new NdjsonReader(body, MAX_LINE);
		List<RejectedLine> rejected = new ArrayList<>();
		long accepted = 0;
		long rejectedCount = 0;
		for (Line line = lines.next(); line != null; line = lines.next()) {
			String reason = importLine(line);
			if (reason == null) {
				accepted++;
			}
			else if (rejectedCount++ < MAX_LISTED) {
				rejected.add(new RejectedLine(line.number(), reason));
			}
		}
		return new ImportReport(accepted, rejectedCount, rejected);
	}

	/** Queues the event of a line, and returns why not if it can't be. */
	private @Nullable String importLine(Line line) {
		if (line.bytes() == null) {
			return "longer than " + MAX_LINE + " bytes";
		}
		try {
			ImportedEvent event = this.json.readValue(line.bytes(), ImportedEvent.class);
			if (event == null) {
				return "no event in JSON: null";
			}
			return this.publisher.offer(PATIENCE, event.toWrite()) ? null
					: "Lunogram takes no more at the moment, try it later";
		}
		catch (JacksonException ex) {
			return "no event in JSON: " + ex.getOriginalMessage();
		}
		catch (IllegalArgumentException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	/**
	 * How an import went.
	 *
	 * @param accepted how many lines were queued
	 * @param rejectedCount how many were not
	 * @param rejected the first thousand of these
	 */
	record ImportReport(long accepted, long rejectedCount, List<RejectedLine> rejected) {
	}

	/**
	 * A line that was not queued.
	 *
	 * @param line its number, from 1
	 * @param reason why not
	 */
	record RejectedLine(long line, String reason) {
	}

	/**
	 * A line of the import: an event of a user, or of an organization if it names no
	 * user.
	 */
	record ImportedEvent(@Nullable String name, @Nullable String user, @Nullable String organization,
			@Nullable Map<String, Object> data) {

		Write toWrite() {
			String checked = (this.name != null) ? this.name : "";
			Map<String, Object> content = (this.data != null) ? this.data : Map.of();
			if (this.user != null) {
				return UserEvent.builder(checked).user(this.user).data(content).build();
			}
			if (this.organization != null) {
				return OrganizationEvent.builder(checked).organization(this.organization).data(content).build();
			}
			throw new IllegalArgumentException("user or organization is required");
		}

	}

}
