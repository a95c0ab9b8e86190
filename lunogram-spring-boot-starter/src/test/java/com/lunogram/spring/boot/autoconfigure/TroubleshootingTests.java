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
			.map((row) -> row.substring(2, row.indexOf(" | ")))
			.toList();
	}

	@Test
	void hasEveryWarningAndError() {
		List<Message> logged = logged();
		assertThat(logged).hasSizeGreaterThan(20);
		assertThat(notIn(this.messages, logged))
			.as("docs/troubleshooting.md has no row for these warnings and errors. Add one to a table with the head"
					+ " 'it says', which tells what it means and what to do")
			.isEmpty();
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
		List<Message> thrown = thrown();
		assertThat(thrown).hasSizeGreaterThan(50);
		assertThat(notIn(this.messages, thrown))
			.as("docs/troubleshooting.md has no row for these messages. Add one to a table with the head 'it says',"
					+ " which tells the cause and the remedy")
			.isEmpty();
	}

	private static List<Message> notIn(List<String> rows, List<Message> messages) {
		return messages.stream().filter((message) -> rows.stream().noneMatch(message::isIn)).toList();
	}

	@Test
	void hasNoMessageThatNobodySays() {
		List<Message> all = Stream.concat(logged().stream(), thrown().stream()).toList();
		assertThat(this.messages).hasSizeGreaterThan(50);
		assertThat(this.messages.stream().filter((row) -> all.stream().noneMatch((message) -> message.isIn(row))))
			.as("Nobody says these any more. Remove their rows from docs/troubleshooting.md")
			.isEmpty();
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
		// An application does not start with the test module's.
		return MODULES.stream()
			.limit(2)
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

		@Override
		public String toString() {
			return this.call.place() + ": " + String.join(" … ", this.text);
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
