package com.lunogram.soak;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.Channel;
import com.lunogram.model.ExternalId;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.OrganizationUserRequest;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;

/**
 * Several threads that publish writes of all kinds, about people who are known by two
 * identifiers and belong to the same few organizations.
 */
final class Traffic {

	private static final int THREADS = 4;

	private static final int GROUPS = 8;

	private static final int PEOPLE = 5;

	private static final int ORGANIZATIONS = 2;

	/** So that a thread publishes about two hundred a second. */
	private static final long MOST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

	private final LunogramPublisher publisher;

	private final Ledger ledger;

	private final List<Group> groups = IntStream.range(0, GROUPS).mapToObj(Group::new).toList();

	Traffic(LunogramPublisher publisher, Ledger ledger) {
		this.publisher = publisher;
		this.ledger = ledger;
	}

	/** Starts to publish, for so many seconds. */
	CompletableFuture<Void> start(long seed, int seconds) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		return CompletableFuture.allOf(IntStream.range(0, THREADS)
			.mapToObj((thread) -> CompletableFuture.runAsync(() -> publishUntil(end, new Random(seed + thread)),
					(task) -> new Thread(task, "soak-producer").start()))
			.toArray(CompletableFuture<?>[]::new));
	}

	private void publishUntil(long end, Random random) {
		while (System.nanoTime() - end < 0) {
			this.groups.get(random.nextInt(GROUPS)).publish(random);
			LockSupport.parkNanos(random.nextLong(MOST_PAUSE));
		}
	}

	/**
	 * Subjects that share writes with each other, but with no other group.
	 */
	private final class Group {

		private final int number;

		/** Without it, nobody could tell in what order two threads have published. */
		private final ReentrantLock lock = new ReentrantLock();

		private int last;

		Group(int number) {
			this.number = number;
		}

		void publish(Random random) {
			String person = this.number + "-" + random.nextInt(PEOPLE);
			String organization = "o" + this.number + "-" + random.nextInt(ORGANIZATIONS);
			boolean bad = random.nextInt(100) == 0;
			int kind = random.nextInt(100);
			List<String> user = switch (random.nextInt(4)) {
				case 0 -> List.of("a" + person);
				case 1 -> List.of("u" + person, "a" + person);
				default -> List.of("u" + person);
			};
			this.lock.lock();
			try {
				int next = ++this.last;
				if (kind < 70) {
					Mark mark = mark(next, bad, user);
					publish(mark, UserEvent.builder("tested").user(ids(user)).data("w" + next, mark.text()).build());
				}
				else if (kind < 80) {
					Mark mark = mark(next, bad, user);
					publish(mark,
							InboxMessage.builder(Channel.INBOX, this.number + "-" + next)
								.user(ids(user))
								.data("w" + next, mark.text())
								.build());
				}
				else if (kind < 92) {
					Mark mark = mark(next, bad, user);
					publish(mark, UpsertUserRequest.builder(ids(user)).data("w" + next, mark.text()).build());
				}
				else if (kind < 96) {
					Mark mark = mark(next, bad, List.of(organization, user.get(0)));
					publish(mark,
							OrganizationUserRequest.builder(ExternalId.of(organization), ExternalId.of(user.get(0)))
								.data("w" + next, mark.text())
								.build());
				}
				else {
					Mark mark = mark(next, bad, List.of(organization));
					publish(mark,
							OrganizationEvent.builder("tested")
								.organization(organization)
								.data("w" + next, mark.text())
								.build());
				}
			}
			finally {
				this.lock.unlock();
			}
		}

		private Mark mark(int next, boolean bad, List<String> subjects) {
			return new Mark(this.number, next, bad, subjects);
		}

		private void publish(Mark mark, Write write) {
			Traffic.this.ledger.published(mark);
			Traffic.this.publisher.publish(write);
		}

	}

	private static ExternalId[] ids(List<String> user) {
		return Stream.of(user).flatMap(List::stream).map(ExternalId::of).toArray(ExternalId[]::new);
	}

}
