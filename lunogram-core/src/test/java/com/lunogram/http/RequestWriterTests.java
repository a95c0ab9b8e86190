package com.lunogram.http;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.lunogram.model.Channel;
import com.lunogram.model.DeviceRegistration;
import com.lunogram.model.ExternalId;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.OrganizationUserRequest;
import com.lunogram.model.UpsertOrganizationRequest;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UpsertUserScheduledRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link RequestWriter}: bodies to the letter.
 */
class RequestWriterTests {

	private final RequestWriter writer = new RequestWriter(new JsonCodec());

	@Test
	void leavesOutWhatIsAbsent() {
		assertThat(json(UpsertUserRequest.builder("u").build())).isEqualTo("""
				{"identifier":[{"external_id":"u"}]}""");
		assertThat(json(UpsertOrganizationRequest.builder("o").build())).isEqualTo("""
				{"identifier":[{"external_id":"o"}]}""");
		assertThat(json(OrganizationEvent.builder("e").organization("o").build())).isEqualTo("""
				{"name":"e","identifier":[{"external_id":"o"}]}""");
		assertThat(json(DeviceRegistration.android("d", "t").user("u").build())).isEqualTo("""
				{"identifier":[{"external_id":"u"}],"device_id":"d","os":"android","config":{"token":"t"}}""");
		assertThat(json(DeviceRegistration.ios("d", "t").user("u").build())).contains("\"os\":\"ios\"");
		assertThat(json(InboxMessage.builder(Channel.INBOX, "m").user("u").build())).isEqualTo("""
				{"target":[{"external_id":"u"}],"identifier":{"external_id":"m"},"channel":"inbox"}""");
		assertThat(json(OrganizationUserRequest.builder("o", "u").build())).doesNotContain("data");
	}

	@Test
	void givesAUserEventDataInAnyCase() {
		assertThat(json(UserEvent.builder("e").user("u").build())).isEqualTo("""
				{"name":"e","identifier":[{"external_id":"u"}],"data":{}}""");
	}

	@Test
	void leavesOutTheDefaultSourceOnly() {
		assertThat(json(UserEvent.builder("e").user(ExternalId.of("default", "u"), ExternalId.anonymous("a")).build()))
			.contains("""
					"identifier":[{"external_id":"u"},{"source":"anonymous","external_id":"a"}]""");
	}

	@Test
	void writesKeysAndValuesOfDataAsTheCallerWroteThem() {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("someKey", 1);
		data.put("Some_Other-Key", null);
		data.put("a.b c", List.of(Map.of("inner_Key", true)));
		data.put("", new BigDecimal("12.50"));
		assertThat(json(UserEvent.builder("e").user("u").data(data).build())).endsWith("""
				"data":{"someKey":1,"Some_Other-Key":null,"a.b c":[{"inner_Key":true}],"":12.50}}""");
		assertThat(json(UserEvent.builder("e").match(Map.of("camelCase", Map.of("snake_case", 1))).build()))
			.contains("\"match\":{\"camelCase\":{\"snake_case\":1}}");
		assertThat(json(UpsertUserRequest.builder(ExternalId.of("u").withMetadata(Map.of("camelCase", "X"))).build()))
			.contains("\"metadata\":{\"camelCase\":\"X\"}");
	}

	@Test
	void writesTimesWithSecondsAndOffset() {
		assertThat(json(UpsertUserScheduledRequest.once("s", Instant.parse("2026-01-01T00:00:00Z")).user("u").build()))
			.contains("\"scheduled_at\":\"2026-01-01T00:00:00Z\"");
		assertThat(json(UpsertUserScheduledRequest.once("s", Instant.ofEpochSecond(0, 1_000)).user("u").build()))
			.contains("\"scheduled_at\":\"1970-01-01T00:00:00.000001Z\"");
		assertThat(json(UserEvent.builder("e")
			.user("u")
			.data("at", Instant.EPOCH)
			.data("day", LocalDate.of(2026, 1, 2))
			.data("zoned", Instant.EPOCH.atZone(ZoneId.of("UTC")))
			.build())).endsWith("""
					"data":{"at":"1970-01-01T00:00:00Z","day":"2026-01-02","zoned":"1970-01-01T00:00:00Z"}}""");
	}

	@Test
	void writesLanguageTagsWhateverTheDefaultLocale() {
		Locale before = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("tr-TR"));
			assertThat(json(UpsertUserRequest.builder("u").locale(Locale.forLanguageTag("zh-Hant-TW")).build()))
				.contains("\"locale\":\"zh-Hant-TW\"");
			assertThat(json(DeviceRegistration.ios("d", "t").user("u").build())).contains("\"os\":\"ios\"");
			assertThat(json(InboxMessage.builder(Channel.INBOX, "m").user("u").build()))
				.contains("\"channel\":\"inbox\"");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void writesWholeNumbersWithAllTheirDigits() {
		assertThat(json(UserEvent.builder("e").user("u").data("n", Long.MAX_VALUE).build()))
			.contains("\"n\":9223372036854775807");
	}

	@ParameterizedTest
	@MethodSource("placesOfFreeForm")
	void takesWhatBecomesAnObject(String field, Function<Object, Write> write) {
		String name = field.substring(field.lastIndexOf('.') + 1);
		assertThat(json(write.apply(Map.of("a", 1)))).contains("\"" + name + "\":{\"a\":1}");
		assertThat(json(write.apply(new Order("x", 2)))).contains("\"" + name + "\":{\"order_id\":\"x\",\"amount\":2}");
		assertThat(json(write.apply(new Bean()))).contains("\"" + name + "\":{\"isShown\":\"yes\"}");
		assertThat(json(write.apply(Optional.of(Map.of("a", 1))))).contains("\"" + name + "\":{\"a\":1}");
	}

	@ParameterizedTest
	@MethodSource("placesOfFreeForm")
	void refusesWhatBecomesNoObject(String field, Function<Object, Write> write) {
		for (Object value : List.of(List.of(1), "text", 7, 1.5, true, Optional.empty(), new int[] { 1 }, Channel.INBOX,
				Instant.EPOCH)) {
			assertThatIllegalArgumentException().isThrownBy(() -> json(write.apply(value)))
				.withMessageStartingWith(field + " must become a JSON object")
				.withMessageContaining(value.getClass().getName());
		}
	}

	@ParameterizedTest
	@MethodSource("placesOfFreeForm")
	void refusesWhatCannotBeWritten(String field, Function<Object, Write> write) {
		Map<String, Object> endless = new HashMap<>();
		endless.put("self", endless);
		assertThatIllegalArgumentException().isThrownBy(() -> json(write.apply(new Failing())))
			.withMessageStartingWith(field + " cannot be written as JSON");
		assertThatIllegalArgumentException().isThrownBy(() -> json(write.apply(Map.of("a", new Failing()))))
			.withMessageStartingWith(field + " cannot be written as JSON");
		assertThatIllegalArgumentException().isThrownBy(() -> json(write.apply(Map.of("a", endless))))
			.withMessageStartingWith(field + " cannot be written as JSON");
	}

	@ParameterizedTest
	@MethodSource("placesOfFreeForm")
	void refusesTextThatNoServerCanStore(String field, Function<Object, Write> write) {
		assertThatIllegalArgumentException().isThrownBy(() -> json(write.apply(Map.of("a", "x\0"))))
			.withMessage(field + ".a must not contain the character U+0000");
		assertThatIllegalArgumentException().isThrownBy(() -> json(write.apply(Map.of("a", List.of("x", "\uD83D")))))
			.withMessage(field + ".a[1] must be well-formed Unicode");
		assertThatIllegalArgumentException().isThrownBy(() -> json(write.apply(new Order("\uDE00", 1))))
			.withMessage(field + ".order_id must be well-formed Unicode");
		assertThatIllegalArgumentException().isThrownBy(() -> json(write.apply(Map.of("a\0", 1))))
			.withMessage("a key in " + field + " must not contain the character U+0000");
	}

	static Stream<Arguments> placesOfFreeForm() {
		return Stream.of(place("data", (data) -> UserEvent.builder("e").user("u").data(data).build()),
				place("data", (data) -> OrganizationEvent.builder("e").organization("o").data(data).build()),
				place("data", (data) -> UpsertUserRequest.builder("u").data(data).build()),
				place("data", (data) -> UpsertOrganizationRequest.builder("o").data(data).build()),
				place("data", (data) -> OrganizationUserRequest.builder("o", "u").data(data).build()),
				place("data",
						(data) -> UpsertUserScheduledRequest.once("s", Instant.EPOCH).user("u").data(data).build()),
				place("data", (data) -> InboxMessage.builder(Channel.INBOX, "m").user("u").data(data).build()),
				place("content", (data) -> InboxMessage.builder(Channel.INBOX, "m").user("u").content(data).build()),
				place("data", (data) -> DeviceRegistration.ios("d", "t").user("u").data(data).build()));
	}

	private static Arguments place(String field, Function<Object, Write> write) {
		return arguments(field, write);
	}

	@Test
	void namesTheFieldAlsoWhereTheServerTakesAnyText() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> json(DeviceRegistration.ios("d", "t").user("u").model("\uD83D").build()))
			.withMessage("model must be well-formed Unicode");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> json(UpsertUserRequest.builder(ExternalId.of("u").withMetadata(Map.of("a", "\0"))).build()))
			.withMessage("identifier[0].metadata.a must not contain the character U+0000");
	}

	@Test
	void takesTextThatOnlyLooksUnstorable() {
		assertThat(json(UserEvent.builder("e").user("u").data("a", "\\u0000 \\\\uD83D \" \\").build()))
			.contains("\"a\":\"\\\\u0000 \\\\\\\\uD83D \\\" \\\\\"");
		assertThat(json(UserEvent.builder("e").user("u").data("a", "\u0001\u2028\uD83D\uDE00").build()))
			.contains("\uD83D\uDE00");
	}

	@Test
	void takesEscapedPairsInJsonThatTheCallerWrote() {
		assertThat(json(UserEvent.builder("e").user("u").data("a", new Raw("\"\\ud83d\\ude00\"")).build()))
			.contains("\"a\":{\"json\":\"\\ud83d\\ude00\"}");
		for (String bad : List.of("\"\\ud83d\"", "\"\\ud83d\\ude00\\ude00\"", "\"\\ud83d\\ude00\\ud83d\"")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> json(UserEvent.builder("e").user("u").data("a", new Raw(bad)).build()))
				.withMessage("data.a.json must be well-formed Unicode");
		}
	}

	@Test
	void joinsValuesWithoutReadingThem() {
		assertThat(new String(JsonCodec.array(List.of()), StandardCharsets.UTF_8)).isEqualTo("[]");
		assertThat(new String(JsonCodec.array(List.of(bytes("{1}"))), StandardCharsets.UTF_8)).isEqualTo("[{1}]");
		assertThat(new String(JsonCodec.array(List.of(bytes("a"), bytes(""), bytes("ccc"))), StandardCharsets.UTF_8))
			.isEqualTo("[a,,ccc]");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private String json(Write write) {
		return new String(this.writer.write(write), StandardCharsets.UTF_8);
	}

	record Raw(@JsonRawValue String json) {
	}

	record Order(@JsonProperty("order_id") String id, int amount) {
	}

	/**
	 * Data as a bean with annotations.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	static final class Bean {

		@JsonProperty("isShown")
		public String getShown() {
			return "yes";
		}

		public @Nullable String getAbsent() {
			return null;
		}

		@JsonIgnore
		public String getHidden() {
			return "no";
		}

	}

	/**
	 * Data whose getter fails.
	 */
	static final class Failing {

		public String getValue() {
			return List.<String>of().get(0);
		}

	}

}
