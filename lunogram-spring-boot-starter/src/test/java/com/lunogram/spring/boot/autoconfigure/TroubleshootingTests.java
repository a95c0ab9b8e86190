package com.lunogram.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.lunogram.delivery.UndeliveredWrite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whoever searches for a message finds it.
 */
class TroubleshootingTests {

	private static final List<Path> MODULES = Stream
		.of("lunogram-core", "lunogram-spring-boot-starter", "lunogram-spring-boot-starter-test")
		.map(Path.of("..")::resolve)
		.toList();

	private static final Pattern TABLE = Pattern.compile("\\| it says \\|[^\n]*\n\\|[ |-]+\n((?:\\|[^\n]*\n)+)");

	private String page = "";

	private List<String> messages = List.of();

	@BeforeEach
	void read() throws IOException {
		this.page = Files.readString(Path.of("../docs/troubleshooting.md"));
		this.messages = TABLE.matcher(this.page)
			.results()
			.flatMap((table) -> table.group(1).lines())
			.map((row) -> row.split(" \\| ")[0].replace("| ", ""))
			.toList();
	}

	@Test
	void hasEveryWarningAndError() {
		assertThat(logged()).hasSizeGreaterThan(20)
			.allSatisfy((message) -> assertThat(this.messages)
				.as("'%s', which %s logs, is in no table of docs/troubleshooting.md with the head 'it says'."
						+ " Add a row that says what it means and what to do", String.join(" … ", message.text()),
						message.call().place())
				.anyMatch(message::isIn));
	}

	@Test
	void everyWarningAndErrorHasATextOfItsOwn() {
		assertThat(MODULES.stream().flatMap(SourceCall::logging)).filteredOn((call) -> call.text(0).isEmpty())
			.extracting((call) -> call.place().replaceFirst(":.*", ""))
			.as("Whoever searches for a message has to find it in docs/troubleshooting.md, so give it words of its own")
			// The one is told what to say; what the other says is that of a failed start.
			.containsExactlyInAnyOrder("OccasionalLog.java", "LunogramEventListener.java");
	}

	@Test
	void hasEveryReasonNotToStartOrToEmit() {
		assertThat(thrown()).hasSizeGreaterThan(50)
			.allSatisfy((message) -> assertThat(this.messages)
				.as("'%s', which %s says, is in no table of docs/troubleshooting.md with the head 'it says'."
						+ " Add a row with its cause and the remedy", String.join(" … ", message.text()),
						message.call().place())
				.anyMatch(message::isIn));
	}

	@Test
	void hasNoMessageThatNobodySays() {
		List<Message> all = Stream.concat(logged().stream(), thrown().stream()).toList();
		assertThat(this.messages).hasSizeGreaterThan(50)
			.allSatisfy((row) -> assertThat(all).as("Who says %s? Remove the row from docs/troubleshooting.md", row)
				.anyMatch((message) -> message.isIn(row)));
	}

	@Test
	void hasEveryReasonNotToDeliver() {
		assertThat(UndeliveredWrite.Reason.values())
			.allSatisfy((reason) -> assertThat(this.page).contains("\n| `" + reason + "` |"));
	}

	private static List<Message> logged() {
		return MODULES.stream()
			.flatMap(SourceCall::logging)
			.map((call) -> Message.of(call, 0))
			.filter(Message::says)
			.toList();
	}

	private static List<Message> thrown() {
		return Stream
			.of(said("new (?:Lunogram|CustomerIo)ConfigurationException\\(", 1), said("\\bcheck\\(", 2),
					said("\\.about\\(", 1), said("new InvalidLunogramEventException\\(", 2), said("\\binvalid\\(", 0),
					said("new EventNotEmittedException\\(", 0), said("new UnreadableRecordException\\(", 0))
			.flatMap((messages) -> messages)
			.filter(Message::says)
			.toList();
	}

	private static Stream<Message> said(String call, int argument) {
		return MODULES.stream()
			.flatMap((module) -> SourceCall.of(module, call))
			.map((found) -> Message.of(found, argument));
	}

	/**
	 * A message of the library's.
	 *
	 * @param call who says it
	 * @param text what it always says, in order
	 */
	private record Message(SourceCall call, List<String> text) {

		static Message of(SourceCall call, int argument) {
			return new Message(call, call.text(argument));
		}

		boolean says() {
			return !this.text.isEmpty();
		}

		boolean isIn(String row) {
			int from = 0;
			for (String part : this.text) {
				int at = row.indexOf(part, from);
				if (at < 0) {
					return false;
				}
				from = at + part.length();
			}
			return true;
		}

	}

}
