package com.lunogram.customerio;

import java.net.URI;
import java.time.Duration;
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
 * What a client is built from, and what it refuses before anything is sent.
 */
class TrackSettingsTests {

	private final StubRequestFactory server = StubRequestFactory.answering(200);

	private CustomerIoTrackClientBuilder builder() {
		return CustomerIoTrackClient.builder().siteId("site").apiKey("key").requestFactory(this.server);
	}

	@Test
	void demandsCredentials() {
		assertThatExceptionOfType(CustomerIoConfigurationException.class)
			.isThrownBy(() -> CustomerIoTrackClient.builder().apiKey("key").build())
			.withMessageStartingWith("site-id is missing. ")
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("site-id"))
			.satisfies((ex) -> assertThat(ex).hasMessage(ex.setting() + " " + ex.reason() + ". " + ex.remedy()));
		assertThatExceptionOfType(CustomerIoConfigurationException.class)
			.isThrownBy(() -> CustomerIoTrackClient.builder().siteId("site").build())
			.withMessageStartingWith("track-api-key is missing. ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", " secret", "secret\n", "sec\r\nret", "secret\uD800" })
	void refusesWhatAreNoCredentialsAndDoesNotSayThem(String value) {
		assertThatExceptionOfType(CustomerIoConfigurationException.class)
			.isThrownBy(() -> builder().siteId(value).build())
			.withMessageStartingWith("site-id ")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
		assertThatExceptionOfType(CustomerIoConfigurationException.class)
			.isThrownBy(() -> builder().apiKey(value).build())
			.withMessageStartingWith("track-api-key ")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
	}

	@Test
	void refusesASiteIdThatWouldEndEarly() {
		assertThatExceptionOfType(CustomerIoConfigurationException.class)
			.isThrownBy(() -> builder().siteId("site:key").build())
			.withMessageStartingWith("site-id contains a colon");
	}

	@Test
	void authenticatesWithTheStandardAlphabetOverUtf8() {
		builder().siteId("5f1e").apiKey("k\u00E4?>~~").build().delete("u");
		assertThat(this.server.sent().get(0).headers().get("Authorization")).containsExactly("Basic NWYxZTprw6Q/Pn5+");
	}

	@ParameterizedTest
	@CsvSource({ ",,https://track.customer.io", "US,,https://track.customer.io", "EU,,https://track-eu.customer.io",
			"EU,https://cio.example,https://cio.example", ",https://cio.example/api/v1,https://cio.example",
			",https://cio.example/api/v1/,https://cio.example", ",https://cio.example/base/,https://cio.example/base",
			",http://localhost:8080,http://localhost:8080" })
	void goesToTheRegionOrTheBaseUrl(@Nullable CustomerIoRegion region, @Nullable String baseUrl, String root) {
		CustomerIoTrackClientBuilder builder = builder();
		if (region != null) {
			builder.region(region);
		}
		builder.baseUrl(baseUrl).build().delete("u");
		assertThat(this.server.sent().get(0).uri()).isEqualTo(URI.create(root + "/api/v1/customers/u"));
	}

	@ParameterizedTest
	@CsvSource({ "http://cio.example,unencrypted", "http://localhost.evil.example,unencrypted",
			"cio.example,is no absolute", "https://user:secret@cio.example,has a user", "'',is no absolute" })
	void refusesOtherAddresses(String baseUrl, String reason) {
		assertThatExceptionOfType(CustomerIoConfigurationException.class)
			.isThrownBy(() -> builder().baseUrl(baseUrl).build())
			.withMessageStartingWith("track-base-url ")
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
	}

	@Test
	void sendsInPlainTextIfAllowed() {
		builder().baseUrl("http://cio.example").allowInsecureUrl(true).build().delete("u");
		assertThat(this.server.sent().get(0).uri()).hasToString("http://cio.example/api/v1/customers/u");
	}

	@Test
	void demandsPositiveTimes() {
		assertThatExceptionOfType(CustomerIoConfigurationException.class).isThrownBy(
				() -> CustomerIoTrackClient.builder().siteId("site").apiKey("key").readTimeout(Duration.ZERO).build())
			.withMessageStartingWith("read-timeout is not positive");
	}

	@Test
	void tellsWhereItSendsToButNoCredentials() {
		assertThat(builder().region(CustomerIoRegion.EU).build())
			.hasToString("CustomerIoTrackClient[https://track-eu.customer.io]");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void refusesBeforeAnythingIsSent(String message, Consumer<CustomerIoTrackClient> call) {
		CustomerIoTrackClient client = builder().build();
		assertThatIllegalArgumentException().isThrownBy(() -> call.accept(client)).withMessageStartingWith(message);
		assertThat(this.server.sent()).isEmpty();
	}

	static Stream<Arguments> refusesBeforeAnythingIsSent() {
		TrackEvent event = TrackEvent.of("e");
		PersonIdentifier id = PersonIdentifier.id("u");
		Stream<Arguments> ids = Stream.of("", " ", "\t", ".", "..", "\uD83D")
			.flatMap((bad) -> Stream.of(refuse("person must ", (client) -> client.identify(bad, Map.of())),
					refuse("person must ", (client) -> client.delete(bad)),
					refuse("person must ", (client) -> client.suppress(bad)),
					refuse("person must ", (client) -> client.unsuppress(bad)),
					refuse("person must ", (client) -> client.track(bad, event)),
					refuse("person must ", (client) -> client.trackPageView(bad, "/")),
					refuse("person must ", (client) -> client.trackScreenView(bad, "s")),
					refuse("person must ", (client) -> client.addDevice(bad, PushDevice.ios("t").build())),
					refuse("person must ", (client) -> client.deleteDevice(bad, "t")),
					refuse("deviceToken must ", (client) -> client.deleteDevice("u", bad))));
		Stream<Arguments> others = Stream.of(
				refuse("name must not be blank", (client) -> client.track("u", " ", Map.of())),
				refuse("name must not be blank", (client) -> client.trackPageView("u", "")),
				refuse("id must not be blank", (client) -> client.track("u", TrackEvent.builder("e").id("").build())),
				refuse("data.recipient is required", (client) -> client.trackAnonymous("", event)),
				refuse("data.recipient is required", (client) -> client.trackAnonymous(null, event)),
				refuse("data.recipient is required",
						(client) -> client.trackAnonymous(" ", TrackEvent.of("e", Map.of("recipient", 1)))),
				refuse("data.recipient must not be blank",
						(client) -> client.trackAnonymous("", TrackEvent.of("e", Map.of("recipient", " ")))),
				refuse("data.recipient must not be blank", (client) -> client.trackInvite("", event)),
				refuse("data.recipient is another one",
						(client) -> client.trackInvite("a@b.c", TrackEvent.of("e", Map.of("recipient", "d@e.f")))),
				refuse("secondary must be an id, email or cio_id",
						(client) -> client.merge(id, PersonIdentifier.phone("+31612345678"))),
				refuse("email must not be blank", (client) -> client.merge(id, PersonIdentifier.email(" "))),
				refuse("segmentId must be 1 or more", (client) -> client.addToSegment(0, List.of("u"))),
				refuse("ids must be 1 to 1000, not 0", (client) -> client.addToSegment(1, List.of())),
				refuse("ids must be 1 to 1000, not 1001",
						(client) -> client.removeFromSegment(1, Collections.nCopies(1001, "u"))),
				refuse("ids[1] must not be blank", (client) -> client.addToSegment(1, List.of("u", ""))),
				refuse("type must be ID, EMAIL or CIO_ID",
						(client) -> client.addToSegment(1, IdentifierType.PHONE, List.of("+31612345678"))),
				refuse("platform must not be blank",
						(client) -> client.addDevice("u", PushDevice.builder("t", "").build())),
				refuse("attributes must not contain last_used",
						(client) -> client.addDevice("u", PushDevice.ios("t").attribute("last_used", 1).build())),
				refuse("operations must not be empty", (client) -> client.batch(List.of())),
				refuse("operations[0] cannot be written",
						(client) -> client.batch(List.of(BatchOperation.identify(id, Map.of("a", new Unwritable()))))),
				refuse("cannot be written as JSON", (client) -> client.identify("u", Map.of("a", new Unwritable()))),
				refuse("object_id must not be blank", (client) -> ObjectIdentifier.of("1", "")),
				refuse("topic must be 1 or more", (client) -> IdentifyRequest.builder("u").topic(0, true)));
		return Stream.concat(ids, others);
	}

	@Test
	void showsNoTokensOfDevices() {
		PushDevice device = PushDevice.ios("s3cret").attribute("app_version", "1.2").build();
		PushEvent event = PushEvent.of(PushEvent.Kind.OPENED, "d-1", "s3cret");
		assertThat(device.toString()).contains("ios", "app_version=1.2").doesNotContain("s3cret");
		assertThat(event.toString()).contains("OPENED", "d-1").doesNotContain("s3cret");
	}

	private static Arguments refuse(String message, Consumer<CustomerIoTrackClient> call) {
		return arguments(message, call);
	}

	/**
	 * Cannot be written, as it never ends.
	 */
	static final class Unwritable {

		public Unwritable getValue() {
			return this;
		}

	}

}
