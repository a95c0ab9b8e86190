package com.lunogram.customerio;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.lunogram.http.HttpCall;

/**
 * Client of Customer.io's App API: messages to single people, broadcasts, what is known
 * of people, and exports. A call returns when Customer.io has answered, and throws a
 * {@link CustomerIoException} if it refuses the call or cannot be reached. Safe for use
 * by many threads; it keeps nothing of one call for the next.
 * <p>
 * What only reads is repeated as the {@link com.lunogram.http.RetryPolicy} allows.
 * Messages, broadcasts and new exports are repeated if Customer.io surely has not taken
 * them: it cannot tell duplicates, and somebody would get a message twice. When that is
 * in doubt, they are only repeated if the policy allows it for events.
 */
public final class CustomerIoAppClient implements AutoCloseable {

	private static final String EXPORT = "/v1/exports/{export}";

	private final Caller caller;

	private final Runnable onClose;

	private final String url;

	CustomerIoAppClient(CustomerIoClientBuilder.Parts parts) {
		this.caller = parts.caller();
		this.onClose = parts.onClose();
		this.url = parts.url();
	}

	/**
	 * Begins a client.
	 * @return a builder
	 */
	public static CustomerIoAppClientBuilder builder() {
		return new CustomerIoAppClientBuilder();
	}

	/**
	 * Sends an e-mail.
	 * @param request the e-mail
	 * @return what Customer.io will do
	 */
	public SendResponse sendEmail(SendEmailRequest request) {
		return send("email", request.fields());
	}

	/**
	 * Sends a push message.
	 * @param request the message
	 * @return what Customer.io will do
	 */
	public SendResponse sendPush(SendPushRequest request) {
		return send("push", request.fields());
	}

	/**
	 * Sends a text message.
	 * @param request the message
	 * @return what Customer.io will do
	 */
	public SendResponse sendSms(SendSmsRequest request) {
		return send("sms", request.fields());
	}

	/**
	 * Sends a message that is shown within an app.
	 * @param request the message
	 * @return what Customer.io will do
	 */
	public SendResponse sendInApp(SendInAppRequest request) {
		return send("in_app", request.fields());
	}

	/**
	 * Sends a message to an inbox within an app.
	 * @param request the message
	 * @return what Customer.io will do
	 */
	public SendResponse sendInboxMessage(SendInboxMessageRequest request) {
		return send("inbox_message", request.fields());
	}

	private SendResponse send(String channel, Map<String, ?> message) {
		return SendResponse.of(this.caller.object(post("/v1/send/" + channel, Map.of(), message)));
	}

	/**
	 * Triggers a broadcast to the audience that it has in Customer.io.
	 * @param broadcastId number of the broadcast, 1 or more
	 * @return what was triggered
	 */
	public TriggeredBroadcast triggerBroadcast(long broadcastId) {
		return triggerBroadcast(broadcastId, BroadcastRequest.builder().build());
	}

	/**
	 * Triggers a broadcast. Customer.io takes one every ten seconds, and refuses others
	 * with a {@link CustomerIoRateLimitedException}.
	 * @param broadcastId number of the broadcast, 1 or more
	 * @param request who gets it, and what its messages may say
	 * @return what was triggered
	 */
	public TriggeredBroadcast triggerBroadcast(long broadcastId, BroadcastRequest request) {
		HttpCall call = post("/v1/campaigns/{broadcast}/triggers",
				Map.of("broadcast", Checks.positive(broadcastId, "broadcastId")), request.fields());
		return new TriggeredBroadcast(this.caller.object(call).number("id"));
	}

	/**
	 * Looks up people by their e-mail address.
	 * @param email the address, not blank
	 * @return who has it, several if the workspace allows that; empty if nobody does
	 */
	public List<CustomerIdentifiers> customersByEmail(String email) {
		AnswerObject answer = this.caller
			.object(get("/v1/customers?email={email}", Map.of("email", Checks.text(email, "email"))));
		return answer.objects("results").stream().map(CustomerIdentifiers::of).toList();
	}

	/**
	 * Asks what is known of a person.
	 * @param id the id that the application has given; neither blank, {@code .} nor
	 * {@code ..}
	 * @return the person's attributes and devices
	 * @throws CustomerIoNotFoundException if there is nobody with that id
	 */
	public CustomerAttributes attributes(String id) {
		return attributes(PersonIdentifier.id(id));
	}

	/**
	 * Asks what is known of a person.
	 * @param person any name of the person; neither {@code .} nor {@code ..}
	 * @return the person's attributes and devices
	 * @throws CustomerIoNotFoundException if there is nobody of that name
	 */
	public CustomerAttributes attributes(PersonIdentifier person) {
		String type = person.type().wireName();
		HttpCall call = get("/v1/customers/{person}/attributes?id_type={type}",
				Map.of("person", Checks.segment(person.value(), type), "type", type));
		AnswerObject customer = part(call, "customer");
		try {
			return CustomerAttributes.of(customer);
		}
		catch (IllegalArgumentException ex) {
			throw this.caller.unreadable(call, "one of the devices has a wrong field: " + ex.getMessage());
		}
	}

	/**
	 * Lists the exports of the workspace.
	 * @return the exports, may be empty
	 */
	public List<Export> exports() {
		HttpCall call = get("/v1/exports", Map.of());
		List<Export> exports = new ArrayList<>();
		for (AnswerObject export : this.caller.object(call).objects("exports")) {
			exports.add(export(call, export));
		}
		return List.copyOf(exports);
	}

	/**
	 * Asks for the state of an export.
	 * @param exportId its number, 1 or more
	 * @return the export
	 * @throws CustomerIoNotFoundException if there is none with that number
	 */
	public Export export(long exportId) {
		return export(get(EXPORT, exportVariable(exportId)));
	}

	/**
	 * Asks for a link to the file of an export that is done.
	 * @param exportId its number, 1 or more
	 * @return the link, good for 15 minutes. Whoever has it can download the file, so
	 * keep it out of logs
	 * @throws CustomerIoNotFoundException if there is none with that number
	 */
	public URI exportDownloadLink(long exportId) {
		HttpCall call = get(EXPORT + "/download", exportVariable(exportId));
		AnswerObject answer = this.caller.object(call);
		String url = answer.text("url");
		String link = (url != null) ? url : answer.text("link");
		if (link == null) {
			throw this.caller.unreadable(call, "it has no url");
		}
		try {
			return new URI(link);
		}
		catch (URISyntaxException ex) {
			// The message of the cause has the whole link in it.
			throw this.caller.unreadable(call, "its url is no URL: " + ex.getReason());
		}
	}

	/**
	 * Starts an export of people, with all their attributes.
	 * @param filter which people
	 * @return the export, which is most likely not done yet
	 */
	public Export createCustomersExport(AudienceFilter filter) {
		return createCustomersExport(filter, List.of());
	}

	/**
	 * Starts an export of people.
	 * @param filter which people
	 * @param attributes names of the attributes to export; empty for all
	 * @return the export, which is most likely not done yet
	 */
	public Export createCustomersExport(AudienceFilter filter, List<String> attributes) {
		Body body = new Body().with("filters", Checks.required(filter, "filters").fields());
		if (!attributes.isEmpty()) {
			body.with("attributes", Checks.texts(attributes, "attributes", Integer.MAX_VALUE));
		}
		return export(post("/v1/exports/customers", Map.of(), body.map()));
	}

	/**
	 * Starts an export of deliveries: what became of messages.
	 * @param request which deliveries
	 * @return the export, which is most likely not done yet
	 */
	public Export createDeliveriesExport(DeliveriesExportRequest request) {
		return export(post("/v1/exports/deliveries", Map.of(), request.fields()));
	}

	private Export export(HttpCall call) {
		return export(call, part(call, "export"));
	}

	private Export export(HttpCall call, AnswerObject answer) {
		Long id = answer.number("id");
		if (id == null) {
			throw this.caller.unreadable(call, "it has an export without id");
		}
		return Export.of(id, answer);
	}

	private static Map<String, Long> exportVariable(long exportId) {
		return Map.of("export", Checks.positive(exportId, "exportId"));
	}

	private AnswerObject part(HttpCall call, String field) {
		AnswerObject part = this.caller.object(call).object(field);
		if (part == null) {
			throw this.caller.unreadable(call, "it has no " + field);
		}
		return part;
	}

	private static HttpCall get(String uri, Map<String, ?> variables) {
		return new HttpCall("GET", uri, variables, null, true);
	}

	/** A call that Customer.io would carry out twice if it came twice. */
	private HttpCall post(String uri, Map<String, ?> variables, Map<String, ?> body) {
		return new HttpCall("POST", uri, variables, this.caller.json(body), this.caller.eventsInDoubt());
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
		return "CustomerIoAppClient[" + this.url + "]";
	}

}
