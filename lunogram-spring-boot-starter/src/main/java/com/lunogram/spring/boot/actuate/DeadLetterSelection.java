package com.lunogram.spring.boot.actuate;

import java.util.function.Predicate;
import java.util.stream.Stream;

import com.lunogram.delivery.DeadLetter;
import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters somebody means, in one of three ways.
 *
 * @param id the one with this number
 * @param operation those of this operation
 * @param all all of them, if {@code true}
 */
record DeadLetterSelection(@Nullable Long id, @Nullable Operation operation,
		@Nullable Boolean all) implements Predicate<DeadLetter> {

	/**
	 * Whether it is said which ones: without that, nobody should lose all of them, and
	 * what several ways mean together is anybody's guess.
	 * @return {@code true} if so
	 */
	boolean isClear() {
		return Stream.of(this.id != null, this.operation != null, Boolean.TRUE.equals(this.all))
			.filter(Boolean::booleanValue)
			.count() == 1;
	}

	@Override
	public boolean test(DeadLetter letter) {
		if (this.id != null) {
			return letter.id() == this.id;
		}
		return this.operation == null || letter.write().operation() == this.operation;
	}

}
