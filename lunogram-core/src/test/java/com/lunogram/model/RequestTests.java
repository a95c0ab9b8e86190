package com.lunogram.model;

import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for requests as values.
 */
class RequestTests {

	@Test
	void goingOnWithABuilderDoesNotChangeWhatItHasBuilt() {
		UserEvent.Builder builder = UserEvent.builder("e").user("u").data("a", 1);
		UserEvent event = builder.build();
		builder.data("b", 2).user("other");
		assertThat(event.data()).isEqualTo(Map.of("a", 1));
		assertThat(event.identifier()).containsExactly(ExternalId.of("u"));
	}

	@Test
	void changingAMapAfterwardsDoesNotChangeARequest() {
		Map<String, Object> map = new HashMap<>(Map.of("a", 1));
		ExternalId id = ExternalId.of("u").withMetadata(map);
		UserEvent matching = UserEvent.builder("e").match(map).build();
		List<Object> data = List.of(new UserEvent("e", List.of(id), null, map).data(),
				UpsertUserRequest.builder("u").data(map).build().data(),
				new UpsertOrganizationRequest(List.of(id), null, map).data(),
				new OrganizationUserRequest(List.of(id), List.of(id), map).data(),
				InboxMessage.builder(Channel.INBOX, "m").user("u").content(map).build().content(),
				DeviceRegistration.ios("d", "t").user("u").data(map).build().data());
		map.put("b", 2);
		assertThat(data).allSatisfy((one) -> assertThat(one).isEqualTo(Map.of("a", 1)));
		assertThat(id.metadata()).isEqualTo(Map.of("a", 1));
		assertThat(matching.match()).isEqualTo(Match.of(Map.of("a", 1)));
	}

	@Test
	void changingAListAfterwardsDoesNotChangeARequest() {
		List<ExternalId> ids = new ArrayList<>(List.of(ExternalId.of("a")));
		DeleteUserRequest request = new DeleteUserRequest(ids);
		ids.clear();
		assertThat(request.identifier()).containsExactly(ExternalId.of("a"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> request.identifier().add(ExternalId.of("b")));
	}

	@Test
	void everyWriteKnowsItsOperationAndWhomItConcerns() {
		ExternalId user = ExternalId.of("crm", "u");
		ExternalId organization = ExternalId.of("o");
		Subject userSubject = new Subject(SubjectType.USER, "crm", "u");
		Subject organizationSubject = new Subject(SubjectType.ORGANIZATION, "default", "o");
		assertThat(OrganizationUserRequest.builder(organization, user).build().subjects())
			.containsExactly(organizationSubject, userSubject);
		assertThat(RemoveOrganizationUserRequest.of(organization, user).subjects()).containsExactly(organizationSubject,
				userSubject);
		assertThat(UserEvent.builder("e").user(user).build().subjects()).containsExactly(userSubject);
		assertThat(UserEvent.builder("e").matchAll().build().subjects()).isEmpty();
		assertThat(InboxMessage.builder(Channel.INBOX, "m").organization(organization).build())
			.satisfies((message) -> assertThat(message.subjects()).containsExactly(organizationSubject))
			.satisfies((message) -> assertThat(message.operation()).isEqualTo(Operation.POST_ORGANIZATION_INBOX));
		assertThat(InboxMessage.builder(Channel.INBOX, "m").user(user).build().operation())
			.isEqualTo(Operation.POST_USER_INBOX);
		assertThat(DeleteUserRequest.of(user, ExternalId.of("u2")).subjects()).containsExactly(userSubject,
				new Subject(SubjectType.USER, "default", "u2"));
	}

	@Test
	void hidesWhatAddressesADevice() {
		DeviceRegistration android = DeviceRegistration.android("d", "secret-token").user("u").build();
		DeviceRegistration web = DeviceRegistration
			.web("d", java.net.URI.create("https://push.example/secret"), "secret", "secret")
			.user("u")
			.build();
		assertThat(android.toString()).contains("token=***").doesNotContain("secret-token");
		assertThat(web.toString()).contains("endpoint=***").doesNotContain("secret");
	}

	@Test
	void aScheduleHasAnIdOfItsOwnUnlessOneIsGiven() {
		UpsertUserScheduledRequest.Builder builder = UpsertUserScheduledRequest.every("s", Period.ofDays(7)).user("u");
		UpsertUserScheduledRequest first = builder.build();
		assertThat(first.interval()).isEqualTo("P7D");
		assertThat(builder.build().id()).as("another assignment").isNotEqualTo(first.id());
		assertThat(builder.id(first.id()).build()).isEqualTo(first);
	}

}
