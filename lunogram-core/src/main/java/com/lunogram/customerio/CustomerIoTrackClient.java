package com.lunogram.customerio;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import com.lunogram.http.HttpCall;
import org.jspecify.annotations.Nullable;

/**
 * Client of Customer.io's Track API. A call returns when Customer.io has answered, and
 * throws a {@link CustomerIoException} if it refuses the call or cannot be reached; what
 * can safely be repeated is, as the {@link com.lunogram.http.RetryPolicy} allows. Safe
 * for use by many threads; it keeps nothing of one call for the next.
 * <p>
 * Where a call takes a {@code person}, that is an id, an e-mail address, or {@code cio_}
 * and the id that Customer.io has given. It is sent percent-encoded in the path, whatever
 * characters it has; blank ones, {@code .} and {@code ..} are refused with an
 * {@link IllegalArgumentException} before anything is sent.
 */
public final class CustomerIoTrackClient implements AutoCloseable {

	private static final String PERSON = "/api/v1/customers/{person}";

	private static final int MAX_SEGMENT_IDS = 1000;

	private final Caller caller;

	private final Runnable onClose;

	private final String url;

	CustomerIoTrackClient(CustomerIoClientBuilder.Parts parts) {
		this.caller = parts.caller();
		this.onClose = parts.onClose();
		this.url = parts.url();
	}

	/**
	 * Begins a client.
	 * @return a builder
	 */
	public static CustomerIoTrackClientBuilder builder() {
		return new CustomerIoTrackClientBuilder();
	}

	/**
	 * Creates a person, or changes attributes of one.
	 * @param person id or e-mail address, or {@code cio_} and Customer.io's own id
	 * @param attributes the attributes by their names; may be empty
	 */
	public void identify(String person, Map<String, ?> attributes) {
		identify(IdentifyRequest.of(person, attributes));
	}

	/**
	 * Creates a person, or changes attributes of one.
	 * @param request who it is and what is known
	 */
	public void identify(IdentifyRequest request) {
		send("PUT", PERSON, person(request.person()), request.attributes(), true);
	}

	/**
	 * Deletes a person, who may be created again later.
	 * @param person id or e-mail address, or {@code cio_} and Customer.io's own id
	 */
	public void delete(String person) {
		send("DELETE", PERSON, person(person), null, true);
	}

	/**
	 * Deletes a person, and keeps the identifier from being used again.
	 * @param person id or e-mail address, or {@code cio_} and Customer.io's own id
	 */
	public void suppress(String person) {
		send("POST", PERSON + "/suppress", person(person), Map.of(), true);
	}

	/**
	 * Lets an identifier be used again. The person does not come back.
	 * @param person id or e-mail address, or {@code cio_} and Customer.io's own id
	 */
	public void unsuppress(String person) {
		send("POST", PERSON + "/unsuppress", person(person), Map.of(), true);
	}

	/**
	 * Records an event of a person.
	 * @param person id or e-mail address, or {@code cio_} and Customer.io's own id
	 * @param name name of the event
	 * @param data what belongs to it; may be empty
	 */
	public void track(String person, String name, Map<String, ?> data) {
		track(person, TrackEvent.of(name, data));
	}

	/**
	 * Records an event of a person, or the view of a page or screen.
	 * @param person id or e-mail address, or {@code cio_} and Customer.io's own id
	 * @param event what the person did; with an id it is repeated in doubt, without one
	 * only if the retry policy says so
	 */
	public void track(String person, TrackEvent event) {
		send("POST", PERSON + "/events", person(person), event.toBody().map(), repeatable(event));
	}

	/**
	 * Records that a person looked at a page.
	 * @param person id or e-mail address, or {@code cio_} and Customer.io's own id
	 * @param page URL or path of the page
	 */
	public void trackPageView(String person, String page) {
		track(person, TrackEvent.page(page).build());
	}

	/**
	 * Records that a person looked at a screen of an app.
	 * @param person id or e-mail address, or {@code cio_} and Customer.io's own id
	 * @param screen name of the screen
	 */
	public void trackScreenView(String person, String screen) {
		track(person, TrackEvent.screen(screen).build());
	}

	/**
	 * Records an event of somebody not known yet, whom it is given to when a person with
	 * that anonymous id is identified.
	 * @param anonymousId the anonymous id. If it is {@code null}, empty or blank, it is
	 * left out, and the event is an invite event: its data must then name the
	 * {@code recipient}
	 * @param event what happened
	 */
	public void trackAnonymous(@Nullable String anonymousId, TrackEvent event) {
		if (anonymousId == null || anonymousId.isBlank()) {
			if (!(event.data().get(TrackEvent.RECIPIENT) instanceof String recipient)) {
				throw new IllegalArgumentException(
						"data.recipient is required as a text, as there is no anonymous id: it is an invite event");
			}
			trackInvite(recipient, event);
		}
		else {
			sendAnonymous(event, Checks.text(anonymousId, "anonymous_id"));
		}
	}

	/**
	 * Records an invite event: one that can send a message to somebody who is no person
	 * in Customer.io.
	 * @param recipient address that the message goes to; it becomes {@code recipient} in
	 * the data, where no other one may stand
	 * @param event what happened
	 */
	public void trackInvite(String recipient, TrackEvent event) {
		sendAnonymous(event.withRecipient(Checks.text(recipient, "data.recipient")), null);
	}

	private void sendAnonymous(TrackEvent event, @Nullable String anonymousId) {
		send("POST", "/api/v1/events", Map.of(), event.toBody().with("anonymous_id", anonymousId).map(),
				repeatable(event));
	}

	/**
	 * Tells what became of a push message on a device.
	 * @param event what became of it
	 */
	public void trackPush(PushEvent event) {
		send("POST", "/api/v1/push/events", Map.of(), event.toMap(), this.caller.eventsInDoubt());
	}

	/**
	 * Merges a person into another. This cannot be undone; if the one who stays does not
	 * exist, nothing happens, and Customer.io does not tell.
	 * @param primary who stays, by id, e-mail address or Customer.io's own id
	 * @param secondary who becomes part of the other and is then gone, by the same
	 */
	public void merge(PersonIdentifier primary, PersonIdentifier secondary) {
		send("POST", "/api/v1/merge_customers", Map.of(), BatchOperation.merged(primary, secondary), true);
	}

	/**
	 * Adds a push device to a person, or updates it.
	 * @param person id or e-mail address, or {@code cio_} and Customer.io's own id
	 * @param device the device
	 */
	public void addDevice(String person, PushDevice device) {
		send("PUT", PERSON + "/devices", person(person), Map.of("device", device.toMap("id")), true);
	}

	/**
	 * Removes a push device from a person.
	 * @param person id or e-mail address, or {@code cio_} and Customer.io's own id
	 * @param deviceToken the platform's token for the device; neither blank, {@code .}
	 * nor {@code ..}
	 */
	public void deleteDevice(String person, String deviceToken) {
		send("DELETE", PERSON + "/devices/{device}", Map.of("person", Checks.segment(person, "person"), "device",
				Checks.segment(deviceToken, "deviceToken")), null, true);
	}

	/**
	 * Adds people to a manual segment.
	 * @param segmentId number of the segment, 1 or more
	 * @param ids ids of the people, 1 to 1,000
	 */
	public void addToSegment(long segmentId, Collection<String> ids) {
		changeSegment("add_customers", segmentId, null, ids);
	}

	/**
	 * Adds people to a manual segment. Values of another kind are ignored by Customer.io.
	 * @param segmentId number of the segment, 1 or more
	 * @param type what the people are named by; not the phone number
	 * @param values names of the people, 1 to 1,000
	 */
	public void addToSegment(long segmentId, IdentifierType type, Collection<String> values) {
		changeSegment("add_customers", segmentId, type, values);
	}

	/**
	 * Removes people from a manual segment.
	 * @param segmentId number of the segment, 1 or more
	 * @param ids ids of the people, 1 to 1,000
	 */
	public void removeFromSegment(long segmentId, Collection<String> ids) {
		changeSegment("remove_customers", segmentId, null, ids);
	}

	/**
	 * Removes people from a manual segment. Values of another kind are ignored by
	 * Customer.io.
	 * @param segmentId number of the segment, 1 or more
	 * @param type what the people are named by; not the phone number
	 * @param values names of the people, 1 to 1,000
	 */
	public void removeFromSegment(long segmentId, IdentifierType type, Collection<String> values) {
		changeSegment("remove_customers", segmentId, type, values);
	}

	private void changeSegment(String change, long segmentId, @Nullable IdentifierType type,
			Collection<String> values) {
		Checks.positive(segmentId, "segmentId");
		if (type == IdentifierType.PHONE) {
			throw new IllegalArgumentException("type must be ID, EMAIL or CIO_ID, not PHONE");
		}
		List<String> ids = Checks.texts(values, "ids", MAX_SEGMENT_IDS);
		String path = "/api/v1/segments/{segment}/" + change;
		if (type == null) {
			send("POST", path, Map.of("segment", segmentId), Map.of("ids", ids), true);
		}
		else {
			send("POST", path + "?id_type={type}", Map.of("segment", segmentId, "type", type.wireName()),
					Map.of("ids", ids), true);
		}
	}

	/**
	 * Carries out many operations, in as few requests as Customer.io's limits allow: 500
	 * KB each. A request is repeated in doubt if all in it can be, which only events
	 * without an id cannot, and operations that have no method of their own.
	 * @param operations the operations, at least one, each up to 32 KB as JSON; they go
	 * out in this order
	 * @return which operations Customer.io has refused; all others are done
	 * @throws CustomerIoBatchException if a request fails after earlier ones of the same
	 * batch were answered
	 */
	public BatchResult batch(List<BatchOperation> operations) {
		return new Batch(this.caller, operations).send();
	}

	/**
	 * Asks where the workspace of this client's credentials lives. Both regions know.
	 * This is also a way to find out whether the credentials are good.
	 * @return the region
	 */
	public AccountRegion region() {
		HttpCall call = new HttpCall("GET", "/api/v1/accounts/region", Map.of(), null, true);
		AnswerObject answer = this.caller.object(call);
		for (CustomerIoRegion region : CustomerIoRegion.values()) {
			if (region.name().equalsIgnoreCase(answer.text("region"))) {
				return new AccountRegion(region, answer.text("url"), answer.number("environment_id"));
			}
		}
		throw this.caller.unreadable(call, "its region is neither us nor eu");
	}

	private boolean repeatable(TrackEvent event) {
		return event.isRepeatable() || this.caller.eventsInDoubt();
	}

	private static Map<String, String> person(String person) {
		return Map.of("person", Checks.segment(person, "person"));
	}

	private void send(String method, String uri, Map<String, ?> variables, @Nullable Map<String, ?> body,
			boolean repeatable) {
		byte[] json = (body != null) ? this.caller.json(body) : null;
		this.caller.perform(new HttpCall(method, uri, variables, json, repeatable));
	}

	/**
	 * Closes the connections that this client has made itself.
	 */
	@Override
	public void close() {
		this.onClose.run();
	}

	/**
	 * Where this client sends to, without any secret.
	 */
	@Override
	public String toString() {
		return "CustomerIoTrackClient[" + this.url + "]";
	}

}
