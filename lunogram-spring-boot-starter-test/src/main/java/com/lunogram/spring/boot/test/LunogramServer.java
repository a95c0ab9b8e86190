package com.lunogram.spring.boot.test;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for a Lunogram server: a real HTTP server on a loopback port that speaks the
 * Client API, checks requests as strictly as the contract document of this project says,
 * remembers what arrived, and misbehaves when told to. <pre>{@code
 * try (LunogramServer server = LunogramServer.start()) {
 *     // point a client at server.baseUrl() with server.apiKey()
 *     assertThat(server.events()).extracting(ReceivedEvent::name).containsExactly("order.completed");
 * }
 * }</pre>
 * <p>
 * It answers both below {@code /api/client} and below
 * {@code /api/client/projects/{projectID}}, out of one and the same state. What a real
 * server does later in the background, it does before it answers; so an event of an
 * unknown user is {@link ReceivedEvent#dropped() dropped} at once. It keeps the latest
 * requests and events, up to a number that can be set and some 16 MB of JSON each, and
 * all users, organizations, devices, schedules and messages. It fires no schedules and
 * sends no messages.
 * <p>
 * All methods may be called from any thread. All lists are snapshots.
 */
public final class LunogramServer implements AutoCloseable {

	private final String apiKey;

	private final Faults faults = new Faults();

	private final Observers observers = new Observers();

	private final Project project;

	private final Endpoint endpoint;

	private final WireMockFront front;

	private LunogramServer(Builder builder) {
		this.apiKey = builder.apiKey;
		this.project = new Project(builder.projectId, builder.authMethods, builder.vapidPublicKey,
				builder.maxRemembered, this.faults, this.observers);
		this.endpoint = new Endpoint(builder.apiKey, this.project, this.faults, builder.maxRemembered, this.observers);
		this.front = new WireMockFront(builder.port, this.endpoint, this.faults);
	}

	/**
	 * Starts a server on a free port, with a key and a project of its own.
	 * @return the running server
	 */
	public static LunogramServer start() {
		return builder().start();
	}

	/**
	 * Starts to describe a server.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Address that a client is pointed at, without a path.
	 * @return the address, such as {@code http://127.0.0.1:49152}
	 */
	public URI baseUrl() {
		return URI.create("http://127.0.0.1:" + port());
	}

	/**
	 * Port that the server listens on.
	 * @return the port
	 */
	public int port() {
		return this.front.port();
	}

	/**
	 * The one key that the server accepts.
	 * @return the key
	 */
	public String apiKey() {
		return this.apiKey;
	}

	/**
	 * The project that the key belongs to.
	 * @return the project's id
	 */
	public UUID projectId() {
		return this.project.id();
	}

	/**
	 * Requests in the order in which they were answered, whatever the answer was.
	 * @return the latest requests
	 */
	public List<ReceivedRequest> requests() {
		return this.endpoint.requests().list();
	}

	/**
	 * Number of all requests since the start, or since {@link #clear()}, with those that
	 * are not remembered any more.
	 * @return the number
	 */
	public long totalRequests() {
		return this.endpoint.requests().total();
	}

	/**
	 * Events that were taken, in the order of arrival, with those that were dropped for
	 * want of a subject.
	 * @return the latest events
	 */
	public List<ReceivedEvent> events() {
		return this.project.events().list();
	}

	/**
	 * Number of all events since the start, or since {@link #clear()}, with those that
	 * are not remembered any more.
	 * @return the number
	 */
	public long totalEvents() {
		return this.project.events().total();
	}

	/**
	 * What the server answered with 202 and then dropped: events, schedules, messages and
	 * marks for a subject, an assignment or a message that it does not have.
	 * @return the latest drops, in the order of arrival
	 */
	public List<DroppedWrite> dropped() {
		return this.project.drops().list();
	}

	/**
	 * Users that exist now.
	 * @return the users, in the order in which they were created
	 */
	public List<StoredUser> users() {
		return this.project.users();
	}

	/**
	 * The user who has an identifier of the default source.
	 * @param externalId the identifier
	 * @return the user as merged from all upserts; empty if there is none
	 */
	public Optional<StoredUser> user(String externalId) {
		return users().stream().filter((user) -> Identifier.contains(user.identifiers(), externalId)).findFirst();
	}

	/**
	 * The organization that has an identifier of the default source.
	 * @param externalId the identifier
	 * @return the organization as merged from all upserts; empty if there is none
	 */
	public Optional<StoredOrganization> organization(String externalId) {
		return organizations().stream()
			.filter((organization) -> Identifier.contains(organization.identifiers(), externalId))
			.findFirst();
	}

	/**
	 * Organizations that exist now, with their members.
	 * @return the organizations, in the order in which they were created
	 */
	public List<StoredOrganization> organizations() {
		return this.project.organizations();
	}

	/**
	 * Devices that are registered now.
	 * @return the devices, in the order in which they were first registered
	 */
	public List<StoredDevice> devices() {
		return this.project.devices();
	}

	/**
	 * Schedules that are assigned now.
	 * @return the assignments
	 */
	public List<StoredSchedule> schedules() {
		return this.project.schedules();
	}

	/**
	 * Inbox messages of all subjects and channels, visible or not.
	 * @return the messages, in the order of arrival
	 */
	public List<StoredMessage> inboxMessages() {
		return this.project.messages();
	}

	/**
	 * Forgets all that arrived and all that is stored. What the server was told to do
	 * wrong stays; see {@link #behave()}.
	 */
	public void clear() {
		synchronized (this.project) {
			this.project.clear();
			this.endpoint.requests().clear();
		}
	}

	/**
	 * Has every arrival told to an observer, in order and one at a time. The server waits
	 * for the observer, which therefore should only pass the arrival on.
	 * @param observer is called on a thread of the server; what it throws is logged
	 */
	public void onArrival(Consumer<Arrival> observer) {
		this.observers.add(observer);
	}

	/**
	 * Limits the requests that a credential may make. Those beyond are answered with 429
	 * and the whole seconds to wait in {@code Retry-After}, before the credential is
	 * checked. The allowance of a minute can be used at once; after that it comes back
	 * evenly over the minute.
	 * @param requestsPerMinute the limit, at least 1; a real server's default is 600
	 */
	public void limitRate(int requestsPerMinute) {
		require(requestsPerMinute > 0, "requestsPerMinute must be positive");
		this.endpoint.rateLimiter().limit(requestsPerMinute);
	}

	/**
	 * Refuses events of this name from now on, as a server does whose key may not send
	 * them. A batch that holds one is answered with 403, and nothing of it is queued.
	 * @param name the event's name
	 */
	public void refuseEvent(String name) {
		this.faults.refuseEvent(name);
	}

	/**
	 * Delays every answer from now on. The request is handled before the delay, so a
	 * client that gives up does so in doubt.
	 * @param delay how long, in whole milliseconds; zero for no delay
	 */
	public void delay(Duration delay) {
		require(!delay.isNegative(), "delay must not be negative");
		this.faults.delay(delay);
	}

	/**
	 * Fails the next requests, whatever they ask for, and does nothing of what they ask
	 * for. Replaces what an earlier call left over. As the server's own, a 429 tells when
	 * to come again: after a second.
	 * @param count how many requests, 0 for none
	 * @param status the status to answer, from 400 to 599
	 */
	public void failNext(int count, int status) {
		require(count >= 0, "count must not be negative");
		require(status >= 400 && status <= 599, "status must be one of an error");
		this.faults.failNext(count, status);
	}

	/**
	 * Resets the connection of every request instead of handling it.
	 * @param broken {@code true} to start with it, {@code false} to stop
	 */
	public void breakConnections(boolean broken) {
		this.faults.breakConnections(broken);
	}

	/**
	 * Resets the connection of every request after handling it, so that the client cannot
	 * know that it was.
	 * @param lost {@code true} to start with it, {@code false} to stop
	 */
	public void loseAnswers(boolean lost) {
		this.faults.loseAnswers(lost);
	}

	/**
	 * Stops listening, so that connections are refused, or listens again on the same
	 * port. Requests that are being handled are cut off. What the server has stored
	 * stays.
	 * @param away {@code true} to go, {@code false} to come back
	 */
	public void goAway(boolean away) {
		this.front.goAway(away);
	}

	/**
	 * Answers every request with 401, as if the key had been revoked.
	 * @param refused {@code true} to start with it, {@code false} to stop
	 */
	public void refuseKey(boolean refused) {
		this.faults.refuseKey(refused);
	}

	/**
	 * Ends all that the server was told to do wrong, and the rate limit. If it was told
	 * to go away, it comes back.
	 */
	public void behave() {
		this.faults.clear();
		this.endpoint.rateLimiter().limit(0);
		this.front.goAway(false);
	}

	/**
	 * Stops the server and frees its port. What it remembers can still be read.
	 */
	@Override
	public void close() {
		this.front.close();
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

	/**
	 * Describes a {@link LunogramServer}. Everything has a default.
	 */
	public static final class Builder {

		private final Set<UUID> authMethods = new HashSet<>();

		private int port;

		private String apiKey = "sk_lunogram_stand_in";

		private UUID projectId = UUID.fromString("5f0e7c1a-3b52-4d0e-9a61-0c2f8d7b4e19");

		private @Nullable String vapidPublicKey;

		private int maxRemembered = 10_000;

		private Builder() {
		}

		/**
		 * Sets the port to listen on.
		 * @param port the port; 0, the default, takes a free one
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * Sets the key that is accepted.
		 * @param apiKey the key, by default one that is always the same
		 * @return this builder
		 */
		public Builder apiKey(String apiKey) {
			require(!apiKey.isBlank(), "apiKey must not be blank");
			this.apiKey = apiKey;
			return this;
		}

		/**
		 * Sets the project that the key belongs to.
		 * @param projectId the project's id, by default one that is always the same
		 * @return this builder
		 */
		public Builder projectId(UUID projectId) {
			this.projectId = projectId;
			return this;
		}

		/**
		 * Adds an auth method under which sessions can be minted. Without any, every
		 * session is answered with 404.
		 * @param authMethodId the method's id
		 * @return this builder
		 */
		public Builder authMethod(UUID authMethodId) {
			this.authMethods.add(authMethodId);
			return this;
		}

		/**
		 * Sets the public key for web push. Without one, asking for it is answered with
		 * 404.
		 * @param vapidPublicKey the key
		 * @return this builder
		 */
		public Builder vapidPublicKey(String vapidPublicKey) {
			this.vapidPublicKey = vapidPublicKey;
			return this;
		}

		/**
		 * Sets how much is remembered. Older requests, events and drops are forgotten,
		 * but still counted.
		 * @param maxRemembered the most requests, events and drops to remember of each;
		 * 10,000 by default
		 * @return this builder
		 */
		public Builder maxRemembered(int maxRemembered) {
			require(maxRemembered > 0, "maxRemembered must be positive");
			this.maxRemembered = maxRemembered;
			return this;
		}

		/**
		 * Starts the server.
		 * @return the running server
		 */
		public LunogramServer start() {
			LunogramServer server = new LunogramServer(this);
			server.front.open();
			return server;
		}

	}

}
