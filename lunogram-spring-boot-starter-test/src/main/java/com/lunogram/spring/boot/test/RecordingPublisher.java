package com.lunogram.spring.boot.test;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Takes writes as every publisher does, and keeps them. In place of an outbox, what is
 * published in a transaction is part of it.
 */
final class RecordingPublisher implements LunogramPublisher {

	private final WriteLedger ledger;

	private final RecorderControl control = new RecorderControl();

	private final boolean transactional;

	private volatile boolean closed;

	RecordingPublisher(WriteLedger ledger, boolean outbox, @Nullable ClassLoader classLoader) {
		this.ledger = ledger;
		this.transactional = outbox && ClassUtils
			.isPresent("org.springframework.transaction.support.TransactionSynchronizationManager", classLoader);
	}

	@Override
	public void publish(Collection<? extends Write> writes) {
		take(writes);
	}

	@Override
	public boolean offer(Duration timeout, Write... writes) {
		return take(List.of(writes));
	}

	private boolean take(Collection<? extends Write> writes) {
		List<RecordedWrite> taken = writes.stream().map(RecordedWrite::of).toList();
		if (this.closed) {
			return false;
		}
		if (joinsTransaction()) {
			HeldWrites.await(taken, this.ledger, this::record);
		}
		else {
			record(taken);
		}
		return true;
	}

	private void record(List<RecordedWrite> writes) {
		this.ledger.record(writes);
		this.control.recorded(writes.size());
	}

	@Override
	public boolean joinsTransaction() {
		return this.transactional && HeldWrites.isTransactionActive();
	}

	@Override
	public boolean flush(Duration timeout) {
		return true;
	}

	@Override
	public DeliveryControl control() {
		return this.control;
	}

	@Override
	public void close() {
		this.closed = true;
		this.control.close();
	}

}
