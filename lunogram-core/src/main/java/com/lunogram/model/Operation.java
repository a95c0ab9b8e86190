package com.lunogram.model;

/**
 * The operations of the Lunogram Client API: method, path and the one status that means
 * success. Paths are relative to {@code /api/client}, or to
 * {@code /api/client/projects/{projectID}} on a server of the project-scoped generation.
 */
public enum Operation {

	/** Create a user or merge into an existing one. */
	UPSERT_USER("POST", "/users", 200, true, true),

	/** Delete a user. */
	DELETE_USER("DELETE", "/users", 204, false, true),

	/** Queue events of users. */
	POST_USER_EVENTS("POST", "/users/events", 202, false, false),

	/** Assign a schedule to a user. */
	UPSERT_USER_SCHEDULED("POST", "/users/scheduled", 202, true, true),

	/** Take all assignments of one schedule name from a user. */
	DELETE_USER_SCHEDULED("DELETE", "/users/scheduled", 200, false, true),

	/** Register a push device. */
	REGISTER_DEVICE("POST", "/users/devices", 201, false, true),

	/** Queue inbox messages for users. */
	POST_USER_INBOX("POST", "/users/inbox", 202, false, false),

	/** List inbox messages of a user. */
	LIST_USER_INBOX("GET", "/users/inbox", 200, true, true),

	/** Count inbox messages of a user. */
	COUNT_USER_INBOX("GET", "/users/inbox/count", 200, true, true),

	/** Mark inbox messages of users as read. */
	READ_USER_INBOX("POST", "/users/inbox/read", 202, false, true),

	/** Archive inbox messages of users. */
	ARCHIVE_USER_INBOX("POST", "/users/inbox/archived", 202, false, true),

	/** Create an organization or merge into an existing one. */
	UPSERT_ORGANIZATION("POST", "/organizations", 200, true, true),

	/** Delete an organization and its memberships. */
	DELETE_ORGANIZATION("DELETE", "/organizations", 204, false, true),

	/** Make a user a member of an organization. */
	ADD_ORGANIZATION_USER("POST", "/organizations/users", 200, false, true),

	/** End the membership of a user in an organization. */
	REMOVE_ORGANIZATION_USER("DELETE", "/organizations/users", 204, false, true),

	/** Queue events of organizations. */
	POST_ORGANIZATION_EVENTS("POST", "/organizations/events", 202, false, false),

	/** Assign a schedule to an organization. */
	UPSERT_ORGANIZATION_SCHEDULED("POST", "/organizations/scheduled", 202, true, true),

	/** Take all assignments of one schedule name from an organization. */
	DELETE_ORGANIZATION_SCHEDULED("DELETE", "/organizations/scheduled", 200, false, true),

	/** Queue inbox messages for organizations. */
	POST_ORGANIZATION_INBOX("POST", "/organizations/inbox", 202, false, false),

	/** List inbox messages of an organization. */
	LIST_ORGANIZATION_INBOX("GET", "/organizations/inbox", 200, true, true),

	/** Count inbox messages of an organization. */
	COUNT_ORGANIZATION_INBOX("GET", "/organizations/inbox/count", 200, true, true),

	/** Mark inbox messages of organizations as read. */
	READ_ORGANIZATION_INBOX("POST", "/organizations/inbox/read", 202, false, true),

	/** Archive inbox messages of organizations. */
	ARCHIVE_ORGANIZATION_INBOX("POST", "/organizations/inbox/archived", 202, false, true),

	/** Read the public key for web push. */
	GET_VAPID_PUBLIC_KEY("GET", "/push/vapid", 200, true, true),

	/** Mint a session token for an end user. */
	CREATE_SESSION("POST", "/auth-methods/{authMethodID}/sessions", 201, true, true);

	private final String method;

	private final String path;

	private final int successStatus;

	private final boolean answersBody;

	private final boolean repeatable;

	Operation(String method, String path, int successStatus, boolean answersBody, boolean repeatable) {
		this.method = method;
		this.path = path;
		this.successStatus = successStatus;
		this.answersBody = answersBody;
		this.repeatable = repeatable;
	}

	/**
	 * The HTTP method.
	 * @return the method's name in capitals
	 */
	public String method() {
		return this.method;
	}

	/**
	 * The path below the API's root, beginning with a slash, with {@code {name}} for what
	 * is filled in.
	 * @return the path template
	 */
	public String path() {
		return this.path;
	}

	/**
	 * The one HTTP status that means success; every other one is an error.
	 * @return the status
	 */
	public int successStatus() {
		return this.successStatus;
	}

	/**
	 * Whether a JSON body is due with the success status.
	 * @return {@code true} if a success without JSON is no success
	 */
	public boolean answersBody() {
		return this.answersBody;
	}

	/**
	 * Whether sending the same request twice leaves the server as sending it once would.
	 * Events are not repeatable because the API knows no event id, and inbox messages
	 * only are on the channel {@code inbox}, where their identifier guards them.
	 * @return {@code true} if a request may be repeated when it is in doubt whether the
	 * server has carried it out
	 */
	public boolean repeatable() {
		return this.repeatable;
	}

	/**
	 * How many writes one request may carry.
	 * @return 1 if the request is one write; more if it is an array of them
	 */
	public int maxWrites() {
		return switch (this) {
			case POST_USER_EVENTS, POST_ORGANIZATION_EVENTS -> Integer.MAX_VALUE;
			case POST_USER_INBOX, POST_ORGANIZATION_INBOX -> InboxMessage.MAX_BATCH;
			default -> 1;
		};
	}

}
