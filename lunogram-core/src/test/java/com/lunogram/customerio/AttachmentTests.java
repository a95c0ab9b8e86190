package com.lunogram.customerio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

import com.lunogram.support.CustomerIoServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Where attachments come from, and which are refused.
 */
class AttachmentTests {

	private static final int MAX_BYTES = 2 * 1024 * 1024;

	/** Has a plus, a slash and padding when encoded. */
	private static final byte[] CONTENT = { (byte) 0xFB, (byte) 0xEF, (byte) 0xFF, (byte) 0xFF };

	private static final String ENCODED = "++///w==";

	@RegisterExtension
	static final CustomerIoServer server = CustomerIoServer.forGoodAnswers();

	private final SendEmailRequest.Builder email = SendEmailRequest.builder("lucy@example.com");

	@Test
	void comeFromFilesStreamsBytesOrBase64(@TempDir Path directory) throws IOException {
		server.answerJson(200, "{}");
		Path file = Files.write(directory.resolve("file \u00FC.bin"), CONTENT);
		server.appClient()
			.sendEmail(this.email.attach(file)
				.attach("renamed", file)
				.attach("stream", new ByteArrayInputStream(CONTENT))
				.attach("bytes", CONTENT)
				.attachBase64("ready", ENCODED)
				.attachBase64("unpadded", "++///w")
				.attach("empty", new byte[0])
				.build());
		assertThat(server.onlyRequest().getBodyAsString()).isEqualTo(
				"{\"to\":\"lucy@example.com\",\"attachments\":{\"file \u00FC.bin\":\"%1$s\",\"renamed\":\"%1$s\",\"stream\":\"%1$s\",\"bytes\":\"%1$s\",\"ready\":\"%1$s\",\"unpadded\":\"%1$s\",\"empty\":\"\"}}"
					.formatted(ENCODED));
	}

	@Test
	void areReadWhenTheyAreAttached(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("a.txt"), "before");
		SendEmailRequest request = this.email.attach(file).build();
		Files.writeString(file, "after");
		assertThat(request.fields()).containsEntry("attachments", Map.of("a.txt", base64("before")));
	}

	@Test
	void aNameIsTakenOnce(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("a.txt"), "file");
		this.email.attach("a.txt", CONTENT);
		String message = "attachment 'a.txt' is there already: give each its own name";
		assertThatIllegalArgumentException().isThrownBy(() -> this.email.attach(file)).withMessage(message);
		assertThatIllegalArgumentException().isThrownBy(() -> this.email.attach("a.txt", file)).withMessage(message);
		assertThatIllegalArgumentException().isThrownBy(() -> this.email.attach("a.txt", InputStream.nullInputStream()))
			.withMessage(message);
		assertThatIllegalArgumentException().isThrownBy(() -> this.email.attach("a.txt", CONTENT)).withMessage(message);
		assertThatIllegalArgumentException().isThrownBy(() -> this.email.attachBase64("a.txt", ENCODED))
			.withMessage(message);
		assertThat(this.email.build().fields()).containsEntry("attachments", Map.of("a.txt", ENCODED));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t" })
	void aNameIsNotBlank(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.email.attach(name, CONTENT))
			.withMessage("attachment name must not be blank");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SGk=\n", "SGk =", "--__", "S", "SGk==", "data:text/plain;base64,SGk=" })
	void whatIsNoBase64IsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.email.attachBase64("a", text))
			.withMessageStartingWith("attachment 'a' is not standard base64 without line breaks: ");
	}

	@Test
	void togetherTheyAreLimited() {
		String tooLarge = "attachment 'b' is too large: all together must be at most 2097152 bytes";
		this.email.attach("a", new byte[MAX_BYTES - 1]);
		assertThatIllegalArgumentException().isThrownBy(() -> this.email.attach("b", new byte[2]))
			.withMessage(tooLarge);
		assertThatIllegalArgumentException().isThrownBy(() -> this.email.attach("b", new EndlessStream()))
			.withMessage(tooLarge);
		assertThatIllegalArgumentException().isThrownBy(() -> this.email.attachBase64("b", ENCODED))
			.withMessage(tooLarge);
		this.email.attach("b", new ByteArrayInputStream(new byte[1])).attach("c", new byte[0]);
	}

	@Test
	void theLargestGoOut() {
		server.answerJson(200, "{}");
		server.appClient().sendEmail(this.email.attach("a", new byte[MAX_BYTES]).build());
		assertThat(server.onlyRequest().getBody()).hasSizeGreaterThan(MAX_BYTES * 4 / 3);
	}

	@Test
	void whatCannotBeReadIsNamed(@TempDir Path directory) {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.email.attach("a", directory.resolve("missing")))
			.withMessageStartingWith("attachment 'a' cannot be read: java.nio.file.NoSuchFileException: ");
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.email.attach("a", new BrokenStream()))
			.withMessage("attachment 'a' cannot be read: java.io.IOException: broken");
		assertThatIllegalArgumentException().isThrownBy(() -> this.email.attach(directory.getRoot()))
			.withMessage("attachment name must not be blank");
	}

	@Test
	void aStreamIsLeftToItsOwnerToClose() {
		OwnedStream stream = new OwnedStream();
		this.email.attach("a", stream);
		assertThat(stream.closed).isFalse();
	}

	@Test
	void textsShowOnlyTheNames() {
		assertThat(this.email.attach("a.bin", CONTENT).build())
			.hasToString("SendEmailRequest[fields={to=lucy@example.com, attachments=[a.bin]}]");
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private static final class EndlessStream extends InputStream {

		@Override
		public int read() {
			return 'x';
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			Arrays.fill(buffer, offset, offset + length, (byte) 'x');
			return length;
		}

	}

	private static final class BrokenStream extends InputStream {

		@Override
		public int read() throws IOException {
			throw new IOException("broken");
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			throw new IOException("broken");
		}

	}

	private static final class OwnedStream extends ByteArrayInputStream {

		private boolean closed;

		OwnedStream() {
			super(CONTENT);
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
