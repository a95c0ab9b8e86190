package com.lunogram.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Imports events, one for each line of JSON. Lines are read no faster than they can be
 * queued, so that a file of any length passes through little memory. When Lunogram takes
 * nothing for a while, the import stops and tells how far it came.
 */
@RestController
class ImportController {

	/** A little more than an event may have, so that the client says what is too much. */
	private static final int MAX_LINE = 1 << 20;

	private static final int MAX_LISTED = 1_000;

	private final LunogramPublisher publisher;

	/** So long may Lunogram take nothing before an import ends. */
	private final Duration patience;

	private final JsonMapper json;

	ImportController(LunogramPublisher publisher, @Value("${shop.import.patience:1m}") Duration patience,
			JsonMapper json) {
		this.publisher = publisher;
		this.patience = patience;
		this.json = json.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
	}

	@PostMapping("/api/import")
	ResponseEntity<ImportReport> importEvents(InputStream body) throws IOException {
		NdjsonReader lines = new NdjsonReader(body, MAX_LINE);
		List<RejectedLine> rejected = new ArrayList<>();
		long accepted = 0;
		long rejectedCount = 0;
		for (Line line = lines.next(); line != null; line = lines.next()) {
			try {
				if (!this.publisher.offer(this.patience, read(line))) {
					// Who gets no answer before the body is read might never see it.
					body.transferTo(OutputStream.nullOutputStream());
					return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
						.body(new ImportReport(accepted, rejectedCount, rejected, line.number()));
				}
				accepted++;
			}
			catch (IllegalArgumentException ex) {
				if (rejectedCount++ < MAX_LISTED) {
					rejected.add(new RejectedLine(line.number(), String.valueOf(ex.getMessage())));
				}
			}
		}
		return ResponseEntity.ok(new ImportReport(accepted, rejectedCount, rejected, null));
	}

	/**
	 * Reads the event of a line.
	 * @throws IllegalArgumentException if it holds none
	 */
	private Write read(Line line) {
		if (line.bytes() == null) {
			throw new IllegalArgumentException("longer than " + MAX_LINE + " bytes");
		}
		try {
			ImportedEvent event = this.json.readValue(line.bytes(), ImportedEvent.class);
			if (event == null) {
				throw new IllegalArgumentException("no event in JSON: null");
			}
			return event.toWrite();
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("no event in JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	/**
	 * How an import went.
	 *
	 * @param accepted how many lines were queued
	 * @param rejectedCount how many hold no event
	 * @param rejected the first thousand of these
	 * @param stoppedAtLine from which line on nothing was imported, as Lunogram takes no
	 * more at the moment; {@code null} if all lines were read
	 */
	record ImportReport(long accepted, long rejectedCount, List<RejectedLine> rejected, @Nullable Long stoppedAtLine) {
	}

	/**
	 * A line that holds no event.
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
