package com.lunogram;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.Channel;
import com.lunogram.model.ExternalId;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.InboxMessageRef;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import com.lunogram.support.StubRequestFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Mistakes that only the client sees, and proof that it sends nothing then.
 */
class NothingSentTests {

	private static final InboxMessage MESSAGE = InboxMessage.builder(Channel.INBOX, "m").user("u").build();

	private static final InboxMessageRef REF = InboxMessageRef.of(new UUID(0, 1), ExternalId.of("u"));

	private final StubRequestFactory server = StubRequestFactory.answering(202);

	private final LunogramClient client = LunogramClient.builder().apiKey("k").requestFactory(this.server).build();

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void refuses(String message, Consumer<LunogramClient> call) {
		assertThatIllegalArgumentException().isThrownBy(() -> call.accept(this.client))
			.withMessageStartingWith(message);
		assertThat(this.server.sent()).isEmpty();
	}

	static Stream<Arguments> refuses() {
		List<InboxMessage> messages = Collections.nCopies(101, MESSAGE);
		List<InboxMessageRef> refs = Collections.nCopies(101, REF);
		UserEvent good = UserEvent.builder("e").user("u").build();
		return Stream.of(refuse("events must not be empty", (client) -> client.users().events().post()),
				refuse("events must not be empty", (client) -> client.users().events().post(List.of())),
				refuse("events must not be empty", (client) -> client.organizations().events().post()),
				refuse("messages must be 1 to 100, not 0", (client) -> client.users().inbox().post()),
				refuse("messages must be 1 to 100, not 101", (client) -> client.users().inbox().post(messages)),
				refuse("messages must be 1 to 100, not 101", (client) -> client.organizations().inbox().post(messages)),
				refuse("messages must be 1 to 100, not 0", (client) -> client.users().inbox().markRead()),
				refuse("messages must be 1 to 100, not 101", (client) -> client.users().inbox().markRead(refs)),
				refuse("messages must be 1 to 100, not 0", (client) -> client.organizations().inbox().archive()),
				refuse("messages must be 1 to 100, not 101", (client) -> client.organizations().inbox().archive(refs)),
				refuse("target must be of the type ORGANIZATION",
						(client) -> client.organizations().inbox().post(MESSAGE)),
				refuse("user_id must not be blank", (client) -> client.sessions().create(new UUID(0, 1), " ")),
				refuse("data must become a JSON object",
						(client) -> client.users()
							.events()
							.post(good, UserEvent.builder("e").user("u").data(List.of(1)).build())),
				refuse("data must become a JSON object",
						(client) -> client.users().upsert(UpsertUserRequest.builder("u").data("text").build())),
				refuse("data.a must be well-formed Unicode",
						(client) -> client.organizations()
							.events()
							.post(OrganizationEvent.builder("e").organization("o").data("a", "\uD83D").build())),
				refuse("match.a must not contain the character U+0000",
						(client) -> client.users()
							.events()
							.post(UserEvent.builder("e").match(Map.of("a", "\0")).build())),
				refuse("external_id must not be blank", (client) -> client.users().delete(ExternalId.of(""))),
				refuse("identifier needs at least one", (client) -> client.users().delete()),
				refuse("name must not be blank",
						(client) -> client.users().scheduled().delete("", ExternalId.of("u"))));
	}

	@Test
	void takesAHundredMessages() {
		this.client.users().inbox().post(Collections.nCopies(100, MESSAGE));
		assertThat(this.server.sent()).hasSize(1);
	}

	@Test
	void sendsNothingOfWritesAmongWhichOneIsWrong() {
		List<Write> writes = List.of(UpsertUserRequest.builder("u").build(),
				UserEvent.builder("e").user("u").data("a", "x\0").build());
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.write(writes))
			.withMessageStartingWith("data.a must not contain the character U+0000");
		assertThatIllegalArgumentException().isThrownBy(() -> LunogramPublisher.direct(this.client).publish(writes));
		assertThat(this.server.sent()).isEmpty();
	}

	@Test
	void sendsWritesOfOneKindTogetherAndAllInOrder() {
		List<Write> writes = new ArrayList<>(Collections.nCopies(101, MESSAGE));
		writes.add(UserEvent.builder("a").user("u").build());
		writes.add(UserEvent.builder("b").user("v").build());
		writes.add(OrganizationEvent.builder("c").organization("o").build());
		writes.add(UserEvent.builder("d").user("u").build());
		this.client.write(writes);
		assertThat(this.server.sent())
			.extracting((sent) -> sent.uri().getPath() + " " + sent.body().split("\\},\\{\"(target|name)").length)
			.containsExactly("/api/client/users/inbox 100", "/api/client/users/inbox 1", "/api/client/users/events 2",
					"/api/client/organizations/events 1", "/api/client/users/events 1");
	}

	private static Arguments refuse(String message, Consumer<LunogramClient> call) {
		return arguments(message, call);
	}

}
