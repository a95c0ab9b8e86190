package com.lunogram.customerio;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An e-mail to one person: from a template, or with a subject, a sender and a text of its
 * own, which also override those of a template.
 *
 * @param fields its fields by their names, as they go out
 */
public record SendEmailRequest(Map<String, @Nullable Object> fields) {

	private static final String ATTACHMENTS = "attachments";

	public SendEmailRequest {
		fields = Checks.copy(fields, "fields");
		Checks.text((fields.get("to") instanceof String to) ? to : null, "to");
	}

	/**
	 * Begins an e-mail.
	 * @param to the address, not blank; several with commas between them, names of people
	 * in quotes. Customer.io takes 15 at most, those of copies included
	 * @return a builder
	 */
	public static Builder builder(String to) {
		return new Builder(to);
	}

	/**
	 * The e-mail, but of the attachments only the names.
	 */
	@Override
	public String toString() {
		Map<String, @Nullable Object> shown = new LinkedHashMap<>(this.fields);
		if (shown.get(ATTACHMENTS) instanceof Map<?, ?> attachments) {
			shown.put(ATTACHMENTS, attachments.keySet());
		}
		return "SendEmailRequest[fields=" + shown + "]";
	}

	/**
	 * Builds an e-mail.
	 */
	public static final class Builder extends SendRequestBuilder<Builder> {

		private static final Pattern HEADER_NAME = Pattern.compile("[\\x21-\\x7E&&[^:]]+");

		private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7E]*");

		private final Map<String, String> headers = new LinkedHashMap<>();

		private final Attachments attachments = new Attachments();

		private Builder(String to) {
			text("to", Checks.text(to, "to"));
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Sets who sends the e-mail.
		 * @param from the address, with or without a name, not blank; {@code null} for
		 * that of the template
		 * @return this builder
		 */
		public Builder from(@Nullable String from) {
			return text("from", from);
		}

		/**
		 * Sets where answers go.
		 * @param replyTo the address, not blank; {@code null} for that of the template
		 * @return this builder
		 */
		public Builder replyTo(@Nullable String replyTo) {
			return text("reply_to", replyTo);
		}

		/**
		 * Sets who gets a copy that others see.
		 * @param cc the addresses with commas between them, not blank; {@code null} for
		 * nobody
		 * @return this builder
		 */
		public Builder cc(@Nullable String cc) {
			return text("cc", cc);
		}

		/**
		 * Sets who gets a copy that nobody sees.
		 * @param bcc the addresses with commas between them, not blank; {@code null} for
		 * nobody
		 * @return this builder
		 */
		public Builder bcc(@Nullable String bcc) {
			return text("bcc", bcc);
		}

		/**
		 * Sets whether those who get unseen copies get a message of their own, which says
		 * so.
		 * @param fakeBcc {@code true} if so
		 * @return this builder
		 */
		public Builder fakeBcc(boolean fakeBcc) {
			return set("fake_bcc", fakeBcc);
		}

		/**
		 * Sets the subject.
		 * @param subject the subject; {@code null} for that of the template
		 * @return this builder
		 */
		public Builder subject(@Nullable String subject) {
			return set("subject", subject);
		}

		/**
		 * Sets what mail programs show beside the subject.
		 * @param preheader the text; {@code null} for that of the template
		 * @return this builder
		 */
		public Builder preheader(@Nullable String preheader) {
			return set("preheader", preheader);
		}

		/**
		 * Sets the text.
		 * @param body the text as HTML; {@code null} for that of the template
		 * @return this builder
		 */
		public Builder body(@Nullable String body) {
			return set("body", body);
		}

		/**
		 * Sets the text for mail programs that show no HTML.
		 * @param bodyPlain the plain text; {@code null} for that of the template, or for
		 * what Customer.io makes of the HTML
		 * @return this builder
		 */
		public Builder bodyPlain(@Nullable String bodyPlain) {
			return set("body_plain", bodyPlain);
		}

		/**
		 * Sets the text for mail programs that know AMP.
		 * @param bodyAmp the text as AMP HTML; {@code null} for that of the template
		 * @return this builder
		 */
		public Builder bodyAmp(@Nullable String bodyAmp) {
			return set("body_amp", bodyAmp);
		}

		/**
		 * Sets whether Customer.io counts who opens the e-mail and its links.
		 * @param tracked {@code false} if not
		 * @return this builder
		 */
		public Builder tracked(boolean tracked) {
			return set("tracked", tracked);
		}

		/**
		 * Sets whether styles stay where they are in the HTML.
		 * @param disableCssPreprocessing {@code true} if so
		 * @return this builder
		 */
		public Builder disableCssPreprocessing(boolean disableCssPreprocessing) {
			return set("disable_css_preprocessing", disableCssPreprocessing);
		}

		/**
		 * Sets whether people who want no messages get this one all the same.
		 * @param sendToUnsubscribed {@code false} if not
		 * @return this builder
		 */
		public Builder sendToUnsubscribed(boolean sendToUnsubscribed) {
			return set("send_to_unsubscribed", sendToUnsubscribed);
		}

		/**
		 * Sets a header of the e-mail.
		 * @param name its name, in ASCII; Customer.io keeps some to itself
		 * @param value its value, in ASCII and in one line
		 * @return this builder
		 */
		public Builder header(String name, String value) {
			if (!HEADER_NAME.matcher(Checks.text(name, "header name")).matches()) {
				throw new IllegalArgumentException("header name must be ASCII without spaces and colons");
			}
			if (!HEADER_VALUE.matcher(Checks.required(value, "header " + name)).matches()) {
				throw new IllegalArgumentException("header " + name + " must be one line of ASCII");
			}
			this.headers.put(name, value);
			return this;
		}

		/**
		 * Sets headers of the e-mail.
		 * @param headers values by their names
		 * @return this builder
		 */
		public Builder headers(Map<String, String> headers) {
			Checks.required(headers, "headers").forEach(this::header);
			return this;
		}

		/**
		 * Attaches a file under its own name.
		 * @param file the file, read now. All attachments together are at most 2 MB
		 * @return this builder
		 * @throws IllegalArgumentException if there is an attachment of that name, or
		 * they become too large
		 * @throws java.io.UncheckedIOException if the file cannot be read
		 */
		public Builder attach(Path file) {
			Path name = Checks.required(file, "file").getFileName();
			return attach((name != null) ? name.toString() : "", file);
		}

		/**
		 * Attaches a file.
		 * @param name what the attachment is called, not blank
		 * @param file the file, read now. All attachments together are at most 2 MB
		 * @return this builder
		 * @throws IllegalArgumentException if there is an attachment of that name, or
		 * they become too large
		 * @throws java.io.UncheckedIOException if the file cannot be read
		 */
		public Builder attach(String name, Path file) {
			this.attachments.add(name, file);
			return this;
		}

		/**
		 * Attaches what a stream has.
		 * @param name what the attachment is called, not blank
		 * @param content the stream, read now to its end; the caller closes it. All
		 * attachments together are at most 2 MB
		 * @return this builder
		 * @throws IllegalArgumentException if there is an attachment of that name, or
		 * they become too large
		 * @throws java.io.UncheckedIOException if the stream cannot be read
		 */
		public Builder attach(String name, InputStream content) {
			this.attachments.add(name, content);
			return this;
		}

		/**
		 * Attaches bytes.
		 * @param name what the attachment is called, not blank
		 * @param content the bytes. All attachments together are at most 2 MB
		 * @return this builder
		 * @throws IllegalArgumentException if there is an attachment of that name, or
		 * they become too large
		 */
		public Builder attach(String name, byte[] content) {
			this.attachments.add(name, content);
			return this;
		}

		/**
		 * Attaches what is encoded already.
		 * @param name what the attachment is called, not blank
		 * @param base64 the content in standard base64 (RFC 4648), without line breaks.
		 * All attachments together are at most 2 MB, encoding not counted
		 * @return this builder
		 * @throws IllegalArgumentException if there is an attachment of that name, they
		 * become too large, or this is no base64
		 */
		public Builder attachBase64(String name, String base64) {
			this.attachments.addBase64(name, base64);
			return this;
		}

		/**
		 * Checks and builds the e-mail.
		 * @return the e-mail
		 */
		public SendEmailRequest build() {
			Body body = fields().with("headers", Checks.copy(this.headers, "headers"))
				.with(ATTACHMENTS, this.attachments.encoded());
			return new SendEmailRequest(body.map());
		}

	}

}
