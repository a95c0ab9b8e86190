package com.lunogram.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import com.lunogram.sample.EventImport.ImportReport;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The import over HTTP.
 */
@RestController
class ImportController {

	private final EventImport events;

	ImportController(EventImport events) {
		this.events = events;
	}

	@PostMapping("/api/import")
	ResponseEntity<ImportReport> importEvents(InputStream body) throws IOException {
		ImportReport report = this.events.run(body);
		// Who gets no answer before the body is read might never see it.
		body.transferTo(OutputStream.nullOutputStream());
		return ResponseEntity.status((report.stoppedAtLine() != null) ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
			.body(report);
	}

}
