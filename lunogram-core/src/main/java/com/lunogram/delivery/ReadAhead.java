package com.lunogram.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import com.lunogram.delivery.OutboxStore.StoredSize;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was found in an outbox page by page, each but the first while the one before
 * it is being delivered.
 */
final class ReadAhead {

	private static final int PAGE = 1000;

	private static final long PAGE_BYTES = 1024 * 1024;

	private final OutboxStore store;

	private final Executor executor;

	private final int pageSize;

	private final long pageBytes;

	private final LongSupplier nanoTime;

	/** What was found and not yet taken, the lowest number first. */
	private final Deque<StoredSize> found = new ArrayDeque<>();

	private @Nullable CompletableFuture<Page> next;

	/**
	 * Has nothing to read yet. All methods are for one thread.
	 * @param store where to read
	 * @param executor reads in advance, in another thread
	 * @param settings how much a request may take: a page is not to have less
	 * @param nanoTime the time
	 */
	ReadAhead(OutboxStore store, Executor executor, DeliverySettings settings, LongSupplier nanoTime) {
		this.store = store;
		this.executor = executor;
		this.pageSize = Math.max(PAGE, settings.maxEvents());
		this.pageBytes = Math.max(PAGE_BYTES, settings.maxBatchBytes());
		this.nanoTime = nanoTime;
	}

	/** Whether all that was found has been taken. */
	boolean isEmpty() {
		return this.found.isEmpty();
	}

	/**
	 * The lowest number that was found and not taken.
	 * @throws NoSuchElementException if there is none
	 */
	long lowest() {
		return this.found.element().id();
	}

	/** Adds what was found, the lowest number first. All before it must be taken. */
	void add(List<StoredSize> found) {
		this.found.addAll(found);
	}

	/** Whether the next page can be taken without waiting. */
	boolean isReady() {
		return this.next != null && this.next.isDone();
	}

	/**
	 * Takes the next page, and waits for it. There must be something left. What could not
	 * be read is read again the next time.
	 */
	Page take() {
		CompletableFuture<Page> current = this.next;
		this.next = null;
		Page page = (current != null) ? await(current) : read(nextPage());
		page.found().forEach((taken) -> this.found.remove());
		return page;
	}

	/** Begins to read what comes after the page that was taken, if there is more. */
	void readOn() {
		if (!this.found.isEmpty()) {
			List<StoredSize> following = nextPage();
			this.next = CompletableFuture.supplyAsync(() -> read(following), this.executor);
		}
	}

	private static Page await(CompletableFuture<Page> page) {
		try {
			return page.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw ex;
		}
	}

	private List<StoredSize> nextPage() {
		List<StoredSize> page = new ArrayList<>();
		long bytes = 0;
		for (StoredSize stored : this.found) {
			if (page.size() == this.pageSize || bytes >= this.pageBytes) {
				break;
			}
			page.add(stored);
			bytes += stored.size();
		}
		return page;
	}

	private Page read(List<StoredSize> page) {
		long now = this.nanoTime.getAsLong();
		List<StoredWrite> stored = this.store.read(page.get(0).id(), page.get(page.size() - 1).id());
		List<QueuedWrite> writes = new ArrayList<>(stored.size());
		for (StoredWrite row : stored) {
			QueuedWrite write = QueuedWrite.of(row.write());
			write.enqueued(row.id(), now - row.age().toNanos());
			writes.add(write);
		}
		return new Page(page, writes);
	}

	/**
	 * What was read at once.
	 *
	 * @param found what was to be read
	 * @param writes what was there: some that were found may be gone, or are not known to
	 * this version of the library, and others may have come in between
	 */
	record Page(List<StoredSize> found, List<QueuedWrite> writes) {
	}

}
