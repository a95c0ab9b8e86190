package com.lunogram.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * An answer that the JDK's HTTP client has read.
 */
final class JdkResponse implements ClientHttpResponse {

	private final HttpResponse<byte[]> response;

	private final HttpHeaders headers = new HttpHeaders();

	JdkResponse(HttpResponse<byte[]> response) {
		this.response = response;
		response.headers().map().forEach(this.headers::addAll);
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return HttpStatusCode.valueOf(this.response.statusCode());
	}

	/** The JDK's client does not keep it. */
	@Override
	public String getStatusText() {
		return "";
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public InputStream getBody() {
		return new ByteArrayInputStream(this.response.body());
	}

	@Override
	public void close() {
		// It has been read.
	}

}
