package com.lunogram.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The part of a builder that gathers {@code data}.
 *
 * @param <B> the builder
 */
abstract class DataBuilder<B extends DataBuilder<B>> {

	private final FreeForm data = new FreeForm("data");

	abstract B self();

	final @Nullable Object data() {
		return this.data.value();
	}

	/**
	 * Adds one value to the data. On the server, numbers in it pass through IEEE doubles:
	 * whole numbers beyond 2<sup>53</sup> lose digits, so send those as text.
	 * @param key name of the value; it goes out as it is written here
	 * @param value the value, anything that Jackson can write; may be {@code null}
	 * @return this builder
	 */
	public B data(String key, @Nullable Object value) {
		this.data.put(key, value);
		return self();
	}

	/**
	 * Adds all entries of a map to the data, or makes an object the data.
	 * @param data a map, or an object that Jackson writes as a JSON object (its
	 * annotations count); anything else is refused when the request is sent
	 * @return this builder
	 */
	public B data(Object data) {
		this.data.set(data);
		return self();
	}

	/**
	 * A JSON object as the caller gives it: entry by entry, or as one object.
	 */
	static final class FreeForm {

		private final String field;

		private @Nullable Map<String, @Nullable Object> entries;

		/** Whether something that was built has these entries, which then stay. */
		private boolean handedOut;

		private @Nullable Object object;

		FreeForm(String field) {
			this.field = field;
		}

		@Nullable Object value() {
			if (this.object != null || this.entries == null) {
				return this.object;
			}
			this.handedOut = true;
			return new Snapshot(Collections.unmodifiableMap(this.entries));
		}

		void put(String key, @Nullable Object value) {
			if (this.object != null) {
				throw both();
			}
			if (this.entries == null) {
				this.entries = new LinkedHashMap<>();
			}
			else if (this.handedOut) {
				this.entries = new LinkedHashMap<>(this.entries);
				this.handedOut = false;
			}
			this.entries.put(Checks.required(key, this.field + " key"), value);
		}

		void set(Object value) {
			if (Checks.required(value, this.field) instanceof Map<?, ?> map) {
				if (this.entries == null && this.object == null) {
					// In one go, as this is on the way of most events.
					this.entries = copy(map);
				}
				else {
					map.forEach((key, entry) -> put(key(key), entry));
				}
				return;
			}
			if (this.entries != null) {
				throw both();
			}
			this.object = value;
		}

		@SuppressWarnings("unchecked")
		private Map<String, @Nullable Object> copy(Map<?, ?> map) {
			for (Object key : map.keySet()) {
				if (!(key instanceof String)) {
					Map<String, @Nullable Object> copy = new LinkedHashMap<>();
					map.forEach((other, entry) -> copy.put(key(other), entry));
					return copy;
				}
			}
			return new LinkedHashMap<>((Map<String, @Nullable Object>) map);
		}

		private String key(@Nullable Object key) {
			return String.valueOf(Checks.required(key, this.field + " key"));
		}

		private IllegalArgumentException both() {
			return new IllegalArgumentException(this.field + " is either one object or single entries, not both");
		}

	}

	/**
	 * Entries that are a copy already, so that no second one is made of them.
	 *
	 * @param map the entries
	 */
	record Snapshot(Map<String, @Nullable Object> map) {

	}

}
