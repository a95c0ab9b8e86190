package com.lunogram.customerio;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.lunogram.support.StubRequestFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What a client of the App API is built from, and what it refuses before anything is
 * sent.
 */
class AppSettingsTests {

	private final StubRequestFactory server = new StubRequestFactory(
			(request) -> new StubRequestFactory.Answer(200, "{}"));

	private CustomerIoAppClientBuilder builder() {
		return CustomerIoAppClient.builder().apiKey("s3cret").requestFactory(this.server);
	}

	@Test
	void demandsAKey() {
		assertThatExceptionOfType(CustomerIoConfigurationException.class)
			.isThrownBy(() -> CustomerIoAppClient.builder().build())
			.withMessageStartingWith("app-api-key is missing. ")
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("app-api-key"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", " ", " s3cret", "s3cret\n", "s3c\r\nret", "s3cret\u00E4", "'s3cret'", "Bearer s3cret" })
	void refusesWhatIsNoKeyAndDoesNotSayIt(String value) {
		assertThatExceptionOfType(CustomerIoConfigurationException.class)
			.isThrownBy(() -> builder().apiKey(value).build())
			.withMessageStartingWith("app-api-key ")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("s3cret"));
	}

	@ParameterizedTest
	@CsvSource({ ",,https://api.customer.io", "US,,https://api.customer.io", "EU,,https://api-eu.customer.io",
			"EU,https://cio.example,https://cio.example", ",https://cio.example/v1,https://cio.example",
			",https://cio.example/v1/,https://cio.example", ",http://localhost:8080,http://localhost:8080" })
	void goesToTheRegionOrTheBaseUrl(@Nullable CustomerIoRegion region, @Nullable String baseUrl, String root) {
		CustomerIoAppClientBuilder builder = builder();
		if (region != null) {
			builder.region(region);
		}
		builder.baseUrl(baseUrl).build().exports();
		assertThat(this.server.sent().get(0).uri()).isEqualTo(URI.create(root + "/v1/exports"));
	}

	@ParameterizedTest
	@CsvSource({ "http://cio.example,unencrypted", "cio.example,is no absolute",
			"https://user:s3cret@cio.example,has a user" })
	void refusesOtherAddresses(String baseUrl, String reason) {
		assertThatExceptionOfType(CustomerIoConfigurationException.class)
			.isThrownBy(() -> builder().baseUrl(baseUrl).build())
			.withMessageStartingWith("app-base-url ")
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("s3cret"));
	}

	@Test
	void tellsWhereItSendsToButNoKey() {
		assertThat(builder().region(CustomerIoRegion.EU).build())
			.hasToString("CustomerIoAppClient[https://api-eu.customer.io]");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void refusesBeforeAnythingIsSent(String message, Consumer<CustomerIoAppClient> call) {
		CustomerIoAppClient client = builder().build();
		assertThatIllegalArgumentException().isThrownBy(() -> call.accept(client)).withMessageStartingWith(message);
		assertThat(this.server.sent()).isEmpty();
	}

	static Stream<Arguments> refusesBeforeAnythingIsSent() {
		AudienceFilter filter = AudienceFilter.segment(1);
		URI file = URI.create("https://shop.example.com/people.jsonl");
		List<BroadcastRecipient> recipients = List.of(BroadcastRecipient.of(PersonIdentifier.id("u"), Map.of()));
		Stream<Arguments> ids = Stream.of("", " ", "\t", ".", "..", "\uD83D")
			.flatMap((bad) -> Stream.of(refuse("id must ", (client) -> client.attributes(bad)),
					refuse("email must ", (client) -> client.attributes(PersonIdentifier.email(bad))),
					refuse("cio_id must ", (client) -> client.attributes(PersonIdentifier.cioId(bad))),
					refuse("phone must ", (client) -> client.attributes(PersonIdentifier.phone(bad)))));
		Stream<Arguments> messages = Stream.of(
				refuse("to must not be blank", (client) -> client.sendEmail(SendEmailRequest.builder(" ").build())),
				refuse("to must not be blank", (client) -> client.sendEmail(new SendEmailRequest(Map.of()))),
				refuse("cc must not be blank", (client) -> email().cc("")),
				refuse("header name must be ASCII", (client) -> email().header("X:Y", "1")),
				refuse("header X must be one line of ASCII", (client) -> email().header("X", "1\r\nBcc: a@b.c")),
				refuse("header X must be one line of ASCII", (client) -> email().header("X", "\u00FC")),
				refuse("transactional_message_id must not be blank", (client) -> email().transactionalMessageId("")),
				refuse("transactional_message_id must be 1 or more", (client) -> SendInAppRequest.builder(0)),
				refuse("transactional_message_id must not be blank", (client) -> SendInboxMessageRequest.builder(" ")),
				refuse("identifiers must be an id, email or cio_id",
						(client) -> SendSmsRequest.builder("a").person(PersonIdentifier.phone("+31612345678"))),
				refuse("cannot be written as JSON",
						(client) -> client
							.sendEmail(email().messageData("a", new TrackSettingsTests.Unwritable()).build())),
				refuse("token must not be blank",
						(client) -> SendPushRequest.builder().device(PushDevice.ios("").build())));
		Stream<Arguments> broadcasts = Stream.of(
				refuse("broadcastId must be 1 or more", (client) -> client.triggerBroadcast(0)),
				refuse("ids and emails exclude each other",
						(client) -> broadcast().ids(List.of("u")).emails(List.of("a@b.c")).build()),
				refuse("recipients and data_file_url exclude each other",
						(client) -> broadcast().recipients(filter).dataFileUrl(file).build()),
				refuse("per_user_data and ids exclude each other",
						(client) -> broadcast().perUserData(recipients).ids(List.of("u")).build()),
				refuse("recipients and ids and emails and per_user_data and data_file_url exclude each other",
						(client) -> broadcast().recipients(filter)
							.ids(List.of("u"))
							.emails(List.of("a@b.c"))
							.perUserData(recipients)
							.dataFileUrl(file)
							.build()),
				refuse("email_ignore_missing does not go with ids",
						(client) -> broadcast().ids(List.of("u")).emailIgnoreMissing(false).build()),
				refuse("email_add_duplicates does not go with ids",
						(client) -> broadcast().ids(List.of("u")).emailAddDuplicates(true).build()),
				refuse("id_ignore_missing does not go with emails",
						(client) -> broadcast().emails(List.of("a@b.c")).idIgnoreMissing(true).build()),
				refuse("id_ignore_missing does not go with recipients",
						(client) -> broadcast().recipients(filter).idIgnoreMissing(true).build()),
				refuse("id_ignore_missing does not go with the broadcast's own audience",
						(client) -> broadcast().idIgnoreMissing(true).build()),
				refuse("ids must be 1 to 10000, not 0", (client) -> broadcast().ids(List.of())),
				refuse("ids must be 1 to 10000, not 10001",
						(client) -> broadcast().ids(Collections.nCopies(10_001, "u"))),
				refuse("emails[0] must not be blank", (client) -> broadcast().emails(List.of(" "))),
				refuse("per_user_data must be 1 to 10000, not 0", (client) -> broadcast().perUserData(List.of())),
				refuse("data_file_url must not be blank", (client) -> broadcast().dataFileUrl(URI.create(""))),
				refuse("person must be an id or email",
						(client) -> BroadcastRecipient.of(PersonIdentifier.cioId("a1"), Map.of())),
				refuse("filter must not be empty", (client) -> new AudienceFilter(Map.of())),
				refuse("and must not be empty", (client) -> AudienceFilter.and()),
				refuse("segment.id must be 1 or more", (client) -> AudienceFilter.segment(0)),
				refuse("attribute.field must not be blank", (client) -> AudienceFilter.attributeExists("")));
		Stream<Arguments> reads = Stream.of(refuse("email must not be blank", (client) -> client.customersByEmail(" ")),
				refuse("exportId must be 1 or more", (client) -> client.export(0)),
				refuse("exportId must be 1 or more", (client) -> client.exportDownloadLink(-1)),
				refuse("attributes[0] must not be blank",
						(client) -> client.createCustomersExport(filter, List.of(""))),
				refuse("newsletter_id must be 1 or more", (client) -> DeliveriesExportRequest.newsletter(0)),
				refuse("exactly one of newsletter_id", (client) -> new DeliveriesExportRequest(Map.of())),
				refuse("exactly one of newsletter_id",
						(client) -> new DeliveriesExportRequest(Map.of("newsletter_id", 1, "campaign_id", 2))),
				refuse("start must not be after end",
						(client) -> new DeliveriesExportRequest(Map.of("action_id", 1, "start", 2L, "end", 1L))));
		return Stream.of(ids, messages, broadcasts, reads).flatMap((stream) -> stream);
	}

	private static SendEmailRequest.Builder email() {
		return SendEmailRequest.builder("lucy@example.com");
	}

	private static BroadcastRequest.Builder broadcast() {
		return BroadcastRequest.builder();
	}

	private static Arguments refuse(String message, Consumer<CustomerIoAppClient> call) {
		return arguments(message, call);
	}

}
