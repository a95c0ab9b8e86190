package com.lunogram.http;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonBuffer}: whatever it writes is what Jackson writes.
 */
class JsonBufferTests {

	private static final JsonMapper mapper = new JsonCodec().mapper();

	private final JsonBuffer buffer = new JsonBuffer();

	@Property(tries = 300)
	void writesWhatJacksonWrites(@ForAll("data") Map<String, Object> data) {
		this.buffer.clear();
		assertThat(this.buffer.map(data)).isTrue();
		assertThat(this.buffer.toByteArray()).isEqualTo(mapper.writeValueAsBytes(data));
	}

	@Provide
	Arbitrary<Map<String, Object>> data() {
		return maps(values(2));
	}

	private static Arbitrary<Object> values(int depth) {
		Arbitrary<Object> plain = Arbitraries
			.<Object>oneOf(texts(), Arbitraries.integers(), Arbitraries.longs(), Arbitraries.doubles(),
					Arbitraries.bigDecimals(),
					Arbitraries.<Object>of(true, false, 0, -1, Long.MIN_VALUE, Integer.MIN_VALUE, 0.0, -0.0,
							Double.MIN_VALUE, 1e300, new BigDecimal("1E+3"), new BigDecimal("12.50")))
			.injectNull(0.05);
		if (depth == 0) {
			return plain;
		}
		Arbitrary<Object> inner = values(depth - 1);
		return Arbitraries.frequencyOf(Tuple.of(6, plain), Tuple.of(1, inner.list().ofMaxSize(4).map((list) -> list)),
				Tuple.of(1, maps(inner).map((map) -> map)));
	}

	private static Arbitrary<Map<String, Object>> maps(Arbitrary<Object> values) {
		return Arbitraries.maps(texts(), values).ofMaxSize(5);
	}

	/** Of all planes, with all that needs an escape, but well-formed. */
	private static Arbitrary<String> texts() {
		Arbitrary<Character> usual = Arbitraries.chars().range(' ', '~');
		Arbitrary<Character> escaped = Arbitraries.chars().range('\0', '\u001F').with('"', '\\', '/', '\u007F');
		Arbitrary<Character> any = Arbitraries.chars().range('\u0080', '\uD7FF').range('\uE000', '\uFFFF');
		Arbitrary<String> beyond = Arbitraries.integers().between(0x10000, 0x10FFFF).map(Character::toString);
		Arbitrary<String> piece = Arbitraries.oneOf(usual.map(String::valueOf), escaped.map(String::valueOf),
				any.map(String::valueOf), beyond);
		return Arbitraries.oneOf(Arbitraries.strings().ascii().ofMaxLength(20),
				piece.list().ofMaxSize(12).map((pieces) -> String.join("", pieces)));
	}

	@ParameterizedTest
	@MethodSource("strangers")
	void leavesToJacksonWhatItDoesNotKnow(Object stranger) {
		this.buffer.startObject();
		this.buffer.name("data");
		String before = written();
		assertThat(this.buffer.map(Map.of("a", stranger))).isFalse();
		assertThat(this.buffer.map(Map.of("a", List.of("x", stranger)))).isFalse();
		assertThat(this.buffer.map(Map.of("a", Map.of("b", stranger)))).isFalse();
		assertThat(written()).isEqualTo(before);
	}

	static List<Object> strangers() {
		return List.of(Double.NaN, Double.POSITIVE_INFINITY, 1.5f, (short) 1, 'c', new int[] { 1 }, Instant.EPOCH,
				UUID.randomUUID(), JsonTypeInfo.Id.CLASS, new Typed("x"), Map.of(1, "x"), new Shout(), new Amount("1"));
	}

	@Test
	void knowsTheMapsAndCollectionsOfTheJdk() {
		Map<String, Object> data = new TreeMap<>(Map.of("list", List.of(1), "array", Arrays.asList("a", null), "set",
				Set.of(1), "map", new LinkedHashMap<>(Map.of("k", "v"))));
		assertThat(this.buffer.map(data)).isTrue();
		assertThat(written()).isEqualTo(mapper.writeValueAsString(data));
	}

	@Test
	void leavesToJacksonWhatHasNoEnd() {
		Map<String, Object> endless = new HashMap<>();
		endless.put("self", endless);
		assertThat(this.buffer.map(endless)).isFalse();
		List<Object> list = new ArrayList<>();
		list.add(list);
		assertThat(this.buffer.map(Map.of("list", list))).isFalse();
	}

	@Test
	void separatesValues() {
		this.buffer.startObject();
		this.buffer.name("a");
		this.buffer.startArray();
		this.buffer.number(1);
		this.buffer.raw("{}".getBytes(StandardCharsets.UTF_8));
		this.buffer.startArray();
		this.buffer.endArray();
		this.buffer.string("[");
		this.buffer.string("x");
		this.buffer.endArray();
		this.buffer.name("b");
		this.buffer.number(Long.MIN_VALUE);
		this.buffer.endObject();
		assertThat(written()).isEqualTo("""
				{"a":[1,{},[],"[","x"],"b":-9223372036854775808}""");
	}

	@Test
	void suspectsOnlyWhatMayBeUnstorable() {
		this.buffer.string("a\"\\/\n\u00E9\u20AC\uD83D\uDE00");
		assertThat(this.buffer.isSuspect()).isFalse();
		this.buffer.string("\0");
		assertThat(this.buffer.isSuspect()).isTrue();
		this.buffer.clear();
		assertThat(this.buffer.isSuspect()).isFalse();
		this.buffer.string("\uD83Dx");
		assertThat(this.buffer.isSuspect()).isTrue();
		this.buffer.clear();
		this.buffer.raw(new byte[] { '1' });
		assertThat(this.buffer.isSuspect()).isTrue();
	}

	@Test
	void growsAsNeeded() {
		String text = "x".repeat(5000);
		this.buffer.string(text);
		assertThat(written()).isEqualTo("\"" + text + "\"");
	}

	@Test
	void jacksonWritesPlainDataTheSameWay() {
		assertThat(new JsonCodec().isPlain()).isTrue();
	}

	private String written() {
		return new String(this.buffer.toByteArray(), StandardCharsets.UTF_8);
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	record Typed(String value) {
	}

	/**
	 * A map that is written as something else.
	 */
	static final class Shout extends HashMap<String, @Nullable Object> {

		@JsonValue
		public String value() {
			return "!";
		}

	}

	/**
	 * A number that is written as something else.
	 */
	static final class Amount extends BigDecimal {

		Amount(String value) {
			super(value);
		}

		@JsonValue
		public String value() {
			return toString() + " EUR";
		}

	}

}
