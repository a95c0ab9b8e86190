package com.lunogram.delivery;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.model.Channel;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.Operation;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WriteSerializerTests {

	private final WriteSerializer serializer = new WriteSerializer();

	@Test
	void whatIsTakenIsASnapshot() {
		Map<String, Object> nested = new HashMap<>(Map.of("key", "before"));
		QueuedWrite write = serialize(UserEvent.builder("tested").user("user-1").data("nested", nested).build());
		nested.put("key", "after");
		assertThat(new String(write.json(), StandardCharsets.UTF_8)).contains("before");
	}

	@Test
	void whatNoServerTakesIsRefusedAtOnce() {
		assertThat(serialize(large(900 * 1024 - 100)).size()).isLessThanOrEqualTo(900 * 1024);
		assertThatIllegalArgumentException().isThrownBy(() -> serialize(large(900 * 1024)))
			.withMessageContaining("UserEvent is too large");
	}

	@Test
	void aPublisherOfSomebodyElseGetsTheSame() {
		PendingWrite write = this.serializer
			.snapshot(UpsertUserRequest.builder("user-1").email("lucy@example.com").build());
		assertThat(write.operation()).isEqualTo(Operation.UPSERT_USER);
		assertThat(write.json())
			.isEqualTo("{\"identifier\":[{\"external_id\":\"user-1\"}],\"email\":\"lucy@example.com\"}");
		assertThat(write.repeatable()).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> this.serializer.snapshot(large(900 * 1024)))
			.withMessageContaining("UserEvent is too large");
	}

	@Test
	void aWriteIsRepeatableIfSomethingGuardsIt() {
		assertThat(serialize(large(1)).isRepeatable()).isFalse();
		assertThat(serialize(UpsertUserRequest.builder("user-1").build()).isRepeatable()).isTrue();
		assertThat(serialize(message(Channel.INBOX)).isRepeatable()).isTrue();
		assertThat(serialize(message(Channel.SMS)).isRepeatable()).isFalse();
	}

	@Test
	void whatIsReplayedIsAsRepeatableAsBefore() {
		assertThat(replayed(large(1)).isRepeatable()).isFalse();
		assertThat(replayed(UpsertUserRequest.builder("user-1").build()).isRepeatable()).isTrue();
		assertThat(replayed(message(Channel.INBOX)).isRepeatable()).isTrue();
		assertThat(replayed(message(Channel.SMS)).isRepeatable()).isFalse();
	}

	private QueuedWrite replayed(Write write) {
		return QueuedWrite.again(serialize(write).undelivered(Reason.REFUSED, ""));
	}

	private static Write large(int length) {
		return UserEvent.builder("tested").user("user-1").data("text", "x".repeat(length)).build();
	}

	private static Write message(Channel channel) {
		return InboxMessage.builder(channel, "message-1").user("user-1").build();
	}

	private QueuedWrite serialize(Write write) {
		return this.serializer.serialize(List.of(write)).get(0);
	}

}
