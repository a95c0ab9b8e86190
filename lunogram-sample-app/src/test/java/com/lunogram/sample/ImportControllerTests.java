package com.lunogram.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.Write;
import com.lunogram.sample.EventImport.ImportReport;
import com.lunogram.sample.EventImport.RejectedLine;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

class ImportControllerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String LINE = "{\"name\":\"a\",\"user\":\"u\"}\n";

	private final List<Duration> waits = new ArrayList<>();

	/** Takes so many, and then nothing more. */
	private int room = Integer.MAX_VALUE;

	private final LunogramPublisher publisher = new LunogramPublisher() {

		@Override
		public void publish(Collection<? extends Write> writes) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean offer(Duration timeout, Write... writes) {
			ImportControllerTests.this.waits.add(timeout);
			return ImportControllerTests.this.room-- > 0;
		}

		@Override
		public boolean flush(Duration timeout) {
			return true;
		}

		@Override
		public void close() {
		}

	};

	private final ImportController controller = new ImportController(new EventImport(this.publisher,
			TransactionOperations.withoutTransaction(), PATIENCE, JsonMapper.builder().build()));

	@Test
	void theFirstLineThatIsNotTakenEndsTheImport() throws IOException {
		this.room = 2;
		InputStream body = new ByteArrayInputStream(
				(LINE + "bad\n" + LINE.repeat(100_000)).getBytes(StandardCharsets.UTF_8));
		ResponseEntity<ImportReport> answer = this.controller.importEvents(body);
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		ImportReport report = Objects.requireNonNull(answer.getBody());
		assertThat(report.accepted()).isEqualTo(2);
		assertThat(report.rejected()).extracting(RejectedLine::line).containsExactly(2L);
		assertThat(report.stoppedAtLine()).isEqualTo(4);
		assertThat(this.waits).containsOnly(PATIENCE).hasSize(3);
		assertThat(body.read()).as("read to its end").isNegative();
	}

	@Test
	void anImportThatIsTakenIsComplete() throws IOException {
		ResponseEntity<ImportReport> answer = this.controller
			.importEvents(new ByteArrayInputStream(LINE.repeat(3).getBytes(StandardCharsets.UTF_8)));
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(answer.getBody()).isEqualTo(new ImportReport(3, 0, List.of(), null));
	}

}
