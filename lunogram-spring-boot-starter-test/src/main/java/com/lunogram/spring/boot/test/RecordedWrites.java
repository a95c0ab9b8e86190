package com.lunogram.spring.boot.test;

import java.util.List;

import com.lunogram.model.Write;
import org.assertj.core.api.AssertProvider;

/**
 * What the application under test has published since the test began, for
 * {@code org.assertj.core.api.Assertions.assertThat}: <pre>{@code
 * assertThat(writes).hasUserEvent("order.placed").forUser("c-1").withData("total", 12.5)
 *         .thenUserEvent("order.shipped");
 * assertThat(writes).hasNoUserEvent("order.cancelled");
 * }</pre>
 * <p>
 * What is published by another thread may come later than the assertion: repeat it until
 * it holds, as by {@code await().untilAsserted(() -> assertThat(writes)...)} of
 * Awaitility. Safe for use by many threads; all lists are snapshots.
 *
 * @see AutoConfigureLunogramRecorder
 */
public final class RecordedWrites implements AssertProvider<RecordedWritesAssert> {

	private final WriteLedger ledger;

	RecordedWrites(WriteLedger ledger) {
		this.ledger = ledger;
	}

	/**
	 * Everything that was published, with what enrichers have added.
	 * @return the writes, in the order in which they were published
	 */
	public List<Write> all() {
		return this.ledger.read().recorded().stream().map(RecordedWrite::write).toList();
	}

	/**
	 * What was published of one kind.
	 * @param <W> the kind
	 * @param type the kind, such as {@code UserEvent.class}
	 * @return the writes, in the order in which they were published
	 */
	public <W extends Write> List<W> of(Class<W> type) {
		return all().stream().filter(type::isInstance).map(type::cast).toList();
	}

	/**
	 * What waits for the end of a transaction that is still open. It is recorded when
	 * that is committed.
	 * @return the writes, without what enrichers will add
	 */
	public List<Write> held() {
		return this.ledger.read().held();
	}

	/**
	 * What was dropped because its transaction was rolled back.
	 * @return the writes, without what enrichers would have added
	 */
	public List<Write> rolledBack() {
		return this.ledger.read().rolledBack();
	}

	/**
	 * Forgets everything, as happens by itself at the start of each test.
	 */
	public void clear() {
		this.ledger.clear();
	}

	/**
	 * Begins an assertion. {@code assertThat(writes)} calls it.
	 * @return an assertion about what is published when it is made
	 * @deprecated for use by AssertJ: write {@code assertThat(writes)} instead
	 */
	@Override
	@Deprecated
	public RecordedWritesAssert assertThat() {
		return new RecordedWritesAssert(this);
	}

	WriteLedger ledger() {
		return this.ledger;
	}

	@Override
	public String toString() {
		return "RecordedWrites" + this.ledger.read().recorded().stream().map(RecordedWrite::describe).toList();
	}

}
