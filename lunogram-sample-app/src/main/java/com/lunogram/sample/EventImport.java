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
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Imports events, one for each line of JSON. Lines are read no faster than they can be
 * queued, so that a file of any length passes through little memory. When Lunogram takes
 * nothing for a while, the import stops and tells how far it came.
 */
@Service
class EventImport {

	/** A little more than an event may have, so that the client says what is too much. */
	private static final int MAX_LINE = 1 << 20;

	/** One commit for each line would take most of the time. */
	private static final int LINES_AT_ONCE = 500;

	private static final long BYTES_AT_ONCE = 1 << 20;

	private static final int MAX_LISTED = 1_000;

	private final LunogramPublisher publisher;

	private final TransactionOperations transaction;

	/** So long may Lunogram take nothing before an import ends. */
	private final Duration patience;

	private final JsonMapper json;

	EventImport(LunogramPublisher publisher, TransactionOperations transaction,
			@Value("${shop.import.patience:1m}") Duration patience, JsonMapper json) {
		this.publisher = publisher;
		this.transaction = transaction;
		this.patience = patience;
		this.json = json.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
	}

	/**
	 * Imports until the end, or until no more is taken.
	 * @param input the lines; what follows the line where it stopped is not read to its
	 * end
	 * @return how it went
	 */
	ImportReport run(InputStream input) throws IOException {
		NdjsonReader lines = new NdjsonReader(input, MAX_LINE);
		Tally tally = new Tally();
		for (List<Line> some = next(lines); !some.isEmpty() && tally.stoppedAtLine == null; some = next(lines)) {
			List<Line> now = some;
			this.transaction.executeWithoutResult((status) -> take(now, tally));
		}
		return new ImportReport(tally.accepted, tally.rejectedCount, tally.rejected, tally.stoppedAtLine);
	}

	private static List<Line> next(NdjsonReader lines) throws IOException {
		List<Line> next = new ArrayList<>();
		long bytes = 0;
		while (next.size() < LINES_AT_ONCE && bytes < BYTES_AT_ONCE) {
			Line line = lines.next();
			if (line == null) {
				break;
			}
			next.add(line);
			bytes += (line.bytes() != null) ? line.bytes().length : 0;
		}
		return next;
	}

	private void take(List<Line> lines, Tally tally) {
		for (Line line : lines) {
			try {
				if (!this.publisher.offer(this.patience, read(line))) {
					tally.stoppedAtLine = line.number();
					return;
				}
				tally.accepted++;
			}
			catch (IllegalArgumentException ex) {
				if (tally.rejectedCount++ < MAX_LISTED) {
					tally.rejected.add(new RejectedLine(line.number(), String.valueOf(ex.getMessage())));
				}
			}
		}
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
	 * How far an import is.
	 */
	private static final class Tally {

		private final List<RejectedLine> rejected = new ArrayList<>();

		private long accepted;

		private long rejectedCount;

		private @Nullable Long stoppedAtLine;

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
