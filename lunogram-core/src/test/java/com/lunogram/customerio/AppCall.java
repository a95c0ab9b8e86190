package com.lunogram.customerio;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One call of every operation of the App API: what a caller writes, what must go over the
 * wire for it, what Customer.io answers, and what the caller must get.
 *
 * @param operation id of the operation in the document
 * @param call what a caller writes
 * @param path path and query that must be requested
 * @param request body that must be sent, to the letter; empty for none
 * @param answer body that is answered
 * @param result what the call must return
 */
record AppCall(String operation, Function<CustomerIoAppClient, @Nullable Object> call, String path, String request,
		String answer, Object result) implements CustomerIoCall<CustomerIoAppClient> {

	private static final Instant TIME = Instant.parse("2026-11-21T09:30:00.999Z");

	private static final long SECONDS = 1795253400L;

	private static final Instant WHOLE = Instant.ofEpochSecond(SECONDS);

	private static final String SENT = "{\"delivery_id\":\"d-1\",\"queued_at\":" + SECONDS + "}";

	private static final SendResponse SENT_RESULT = new SendResponse("d-1", WHOLE, null);

	private static final String EXPORT = "{\"id\":7,\"type\":\"customers\",\"status\":\"done\",\"failed\":false,"
			+ "\"description\":\"All\",\"total\":3,\"downloads\":1,\"user_id\":5,\"user_email\":\"me@example.com\","
			+ "\"deduplicate_id\":\"7:1\",\"created_at\":" + SECONDS + ",\"updated_at\":" + SECONDS + "}";

	private static final Export EXPORT_RESULT = new Export(7, Export.Type.CUSTOMERS, Export.Status.DONE, false, "All",
			3L, 1L, 5L, "me@example.com", "7:1", WHOLE, WHOLE);

	static List<AppCall> all() {
		return List.of(fullEmail(),
				send("email", "sendEmail",
						"{\"to\":\"lucy@example.com\",\"from\":\"shop@example.com\",\"subject\":\"Hi\",\"body\":\"\"}",
						(client) -> client.sendEmail(SendEmailRequest.builder("lucy@example.com")
							.from("shop@example.com")
							.subject("Hi")
							.body("")
							.build())),
				fullPush(),
				send("push", "sendPush", "{\"identifiers\":{\"cio_id\":\"a1\"},\"title\":\"Hi\",\"message\":\"There\"}",
						(client) -> client.sendPush(SendPushRequest.builder()
							.person(PersonIdentifier.cioId("a1"))
							.title("Hi")
							.message("There")
							.build())),
				send("sms", "sendSms",
						"{\"transactional_message_id\":\"code\",\"identifiers\":{\"email\":\"lucy@example.com\"},"
								+ "\"to\":\"+31612345678\",\"from\":\"Shop\",\"tracked\":false,"
								+ "\"send_to_unsubscribed\":true,\"message_data\":{\"code\":\"1234\"}}",
						(client) -> client.sendSms(SendSmsRequest.builder("code")
							.person(PersonIdentifier.email("lucy@example.com"))
							.to("+31612345678")
							.from("Shop")
							.tracked(false)
							.sendToUnsubscribed(true)
							.messageData("code", "1234")
							.build())),
				send("in_app", "sendInApp",
						"{\"transactional_message_id\":3,\"identifiers\":{\"id\":\"u-1\"},"
								+ "\"disable_message_retention\":false,\"queue_draft\":true,\"send_at\":" + SECONDS
								+ ",\"language\":\"nl\",\"message_data\":{\"a\":null}}",
						(client) -> client.sendInApp(SendInAppRequest.builder(3)
							.person(PersonIdentifier.id("u-1"))
							.disableMessageRetention(false)
							.queueDraft(true)
							.sendAt(TIME)
							.language("nl")
							.messageData("a", null)
							.build())),
				send("inbox_message", "sendInboxMessage",
						"{\"transactional_message_id\":\"news\",\"identifiers\":{\"id\":\"u-1\"}}",
						(client) -> client.sendInboxMessage(
								SendInboxMessageRequest.builder("news").person(PersonIdentifier.id("u-1")).build())),
				trigger("{}", (client) -> client.triggerBroadcast(9)),
				trigger("{\"data\":{\"headline\":\"Sale\"},\"recipients\":{\"segment\":{\"id\":4}}}",
						(client) -> client.triggerBroadcast(9,
								BroadcastRequest.builder()
									.data("headline", "Sale")
									.recipients(AudienceFilter.segment(4))
									.build())),
				trigger("{\"ids\":[\"u-1\",\"u-2\"],\"id_ignore_missing\":false}",
						(client) -> client.triggerBroadcast(9,
								BroadcastRequest.builder().ids(List.of("u-1", "u-2")).idIgnoreMissing(false).build())),
				trigger("{\"emails\":[\"lucy@example.com\"],\"email_ignore_missing\":true,\"email_add_duplicates\":false}",
						(client) -> client.triggerBroadcast(9,
								BroadcastRequest.builder()
									.emails(List.of("lucy@example.com"))
									.emailIgnoreMissing(true)
									.emailAddDuplicates(false)
									.build())),
				trigger("{\"data\":{\"a\":1},\"per_user_data\":[{\"id\":\"u-1\",\"data\":{\"voucher\":\"X\"}},"
						+ "{\"email\":\"lucy@example.com\"}],\"id_ignore_missing\":true,\"email_ignore_missing\":false,"
						+ "\"email_add_duplicates\":true}",
						(client) -> client
							.triggerBroadcast(9, BroadcastRequest.builder()
								.data(Map.of("a", 1))
								.perUserData(List.of(
										BroadcastRecipient.of(PersonIdentifier.id("u-1"), Map.of("voucher", "X")),
										BroadcastRecipient.of(PersonIdentifier.email("lucy@example.com"), Map.of())))
								.idIgnoreMissing(true)
								.emailIgnoreMissing(false)
								.emailAddDuplicates(true)
								.build())),
				trigger("{\"data_file_url\":\"https://shop.example.com/people.jsonl\",\"id_ignore_missing\":true}",
						(client) -> client.triggerBroadcast(9,
								BroadcastRequest.builder()
									.dataFileUrl(URI.create("https://shop.example.com/people.jsonl"))
									.idIgnoreMissing(true)
									.build())),
				new AppCall("customersByEmail", (client) -> client.customersByEmail("lucy+1@example.com"),
						"/v1/customers?email=lucy%2B1%40example.com", "",
						"{\"results\":[{\"email\":\"lucy+1@example.com\",\"id\":\"u-1\",\"cio_id\":\"a1\"},"
								+ "{\"email\":\"lucy+1@example.com\",\"id\":null,\"cio_id\":\"b2\"}]}",
						List.of(new CustomerIdentifiers("u-1", "lucy+1@example.com", "a1"),
								new CustomerIdentifiers(null, "lucy+1@example.com", "b2"))),
				attributes("/v1/customers/u-1/attributes?id_type=id", (client) -> client.attributes("u-1")),
				attributes("/v1/customers/lucy%40example.com/attributes?id_type=email",
						(client) -> client.attributes(PersonIdentifier.email("lucy@example.com"))),
				attributes("/v1/customers/a1/attributes?id_type=cio_id",
						(client) -> client.attributes(PersonIdentifier.cioId("a1"))),
				attributes("/v1/customers/%2B31612345678/attributes?id_type=phone",
						(client) -> client.attributes(PersonIdentifier.phone("+31612345678"))),
				new AppCall("exports", CustomerIoAppClient::exports, "/v1/exports", "",
						"{\"exports\":[" + EXPORT + "]}", List.of(EXPORT_RESULT)),
				new AppCall(
						"exports", CustomerIoAppClient::exports, "/v1/exports", "", "{\"exports\":null}", List.of()),
				export("export", "/v1/exports/7", "", (client) -> client.export(7)),
				new AppCall("exportDownloadLink", (client) -> client.exportDownloadLink(7), "/v1/exports/7/download",
						"", "{\"url\":\"https://files.example.com/7?signature=a%2Fb\"}",
						URI.create("https://files.example.com/7?signature=a%2Fb")),
				new AppCall("exportDownloadLink", (client) -> client.exportDownloadLink(7), "/v1/exports/7/download",
						"", "{\"link\":\"https://files.example.com/7\"}", URI.create("https://files.example.com/7")),
				export("createCustomersExport", "/v1/exports/customers",
						"{\"filters\":{\"and\":[{\"segment\":{\"id\":4}},{\"or\":[{\"attribute\":{\"field\":\"plan\","
								+ "\"operator\":\"eq\",\"value\":\"pro\"}},{\"not\":{\"attribute\":{\"field\":\"trial\","
								+ "\"operator\":\"exists\"}}}]}]}}",
						(client) -> client.createCustomersExport(AudienceFilter.and(AudienceFilter.segment(4),
								AudienceFilter.or(AudienceFilter.attribute("plan", "pro"),
										AudienceFilter.not(AudienceFilter.attributeExists("trial")))))),
				export("createCustomersExport", "/v1/exports/customers",
						"{\"filters\":{\"segment\":{\"id\":4}},\"attributes\":[\"email\",\"plan\"]}",
						(client) -> client.createCustomersExport(AudienceFilter.segment(4), List.of("email", "plan"))),
				export("createDeliveriesExport", "/v1/exports/deliveries",
						"{\"newsletter_id\":2,\"start\":" + SECONDS + ",\"end\":" + (SECONDS + 60)
								+ ",\"attributes\":[\"email\"],\"metric\":\"opened\",\"drafts\":false}",
						(client) -> client.createDeliveriesExport(DeliveriesExportRequest.newsletter(2)
							.start(TIME)
							.end(TIME.plusSeconds(60))
							.attributes(List.of("email"))
							.metric(DeliveriesExportRequest.Metric.OPENED)
							.drafts(false)
							.build())),
				deliveries("campaign_id", DeliveriesExportRequest.campaign(2)),
				deliveries("transactional_message_id", DeliveriesExportRequest.transactionalMessage(2)),
				deliveries("action_id", DeliveriesExportRequest.action(2)),
				deliveries("template_id", DeliveriesExportRequest.template(2)));
	}

	private static AppCall fullEmail() {
		String request = "{\"to\":\"lucy@example.com\",\"transactional_message_id\":\"receipt\","
				+ "\"identifiers\":{\"id\":\"u-1\"},\"from\":\"shop@example.com\",\"reply_to\":\"help@example.com\","
				+ "\"cc\":\"cc@example.com\",\"bcc\":\"bcc@example.com\",\"fake_bcc\":false,\"subject\":\"Thanks\","
				+ "\"preheader\":\"Soon\",\"body\":\"<p>Hi</p>\",\"body_plain\":\"Hi\",\"body_amp\":\"<html amp>\","
				+ "\"tracked\":false,\"disable_css_preprocessing\":true,\"send_to_unsubscribed\":false,"
				+ "\"disable_message_retention\":true,\"queue_draft\":false,\"send_at\":" + SECONDS
				+ ",\"language\":\"nl\",\"message_data\":{\"total\":12.5,\"paid\":false},"
				+ "\"headers\":{\"X-Order\":\"1\"},\"attachments\":{\"a.txt\":\"SGk=\"}}";
		return new AppCall("sendEmail",
				(client) -> client.sendEmail(SendEmailRequest.builder("lucy@example.com")
					.transactionalMessageId("receipt")
					.person(PersonIdentifier.id("u-1"))
					.from("shop@example.com")
					.replyTo("help@example.com")
					.cc("cc@example.com")
					.bcc("bcc@example.com")
					.fakeBcc(false)
					.subject("Thanks")
					.preheader("Soon")
					.body("<p>Hi</p>")
					.bodyPlain("Hi")
					.bodyAmp("<html amp>")
					.tracked(false)
					.disableCssPreprocessing(true)
					.sendToUnsubscribed(false)
					.disableMessageRetention(true)
					.queueDraft(false)
					.sendAt(TIME)
					.language("nl")
					.messageData("total", 12.5)
					.messageData(Map.of("paid", false))
					.headers(Map.of("X-Order", "1"))
					.attach("a.txt", "Hi".getBytes(StandardCharsets.UTF_8))
					.build()),
				"/v1/send/email", request,
				"{\"delivery_id\":\"d-1\",\"queued_at\":" + SECONDS + ",\"send_at\":" + SECONDS + "}",
				new SendResponse("d-1", WHOLE, WHOLE));
	}

	private static AppCall fullPush() {
		PushDevice device = PushDevice.android("t:1").lastUsed(TIME).attribute("app_version", "1.2").build();
		return send("push", "sendPush",
				"{\"transactional_message_id\":3,\"identifiers\":{\"id\":\"u-1\"},\"to\":\"last_used\",\"title\":\"Hi\","
						+ "\"message\":\"There\",\"image_url\":\"https://example.com/a.png\",\"link\":\"shop://1\","
						+ "\"sound\":\"none\",\"custom_data\":{\"a\":\"b\"},\"custom_payload\":{\"ios\":{\"aps\":1}},"
						+ "\"custom_device\":{\"token\":\"t:1\",\"platform\":\"android\",\"last_used\":" + SECONDS
						+ ",\"attributes\":{\"app_version\":\"1.2\"}},\"send_to_unsubscribed\":false}",
				(client) -> client.sendPush(SendPushRequest.builder(3)
					.person(PersonIdentifier.id("u-1"))
					.to("last_used")
					.title("Hi")
					.message("There")
					.imageUrl("https://example.com/a.png")
					.link("shop://1")
					.sound(SendPushRequest.Sound.NONE)
					.customData(Map.of("a", "b"))
					.customPayload(Map.of("ios", Map.of("aps", 1)))
					.device(device)
					.sendToUnsubscribed(false)
					.build()));
	}

	private static AppCall send(String channel, String operation, String request,
			Function<CustomerIoAppClient, @Nullable Object> call) {
		return new AppCall(operation, call, "/v1/send/" + channel, request, SENT, SENT_RESULT);
	}

	private static AppCall trigger(String request, Function<CustomerIoAppClient, @Nullable Object> call) {
		return new AppCall("triggerBroadcast", call, "/v1/campaigns/9/triggers", request, "{\"id\":17}",
				new TriggeredBroadcast(17L));
	}

	private static AppCall attributes(String path, Function<CustomerIoAppClient, @Nullable Object> call) {
		PushDevice device = PushDevice.ios("t:1").lastUsed(WHOLE).attribute("push_enabled", "true").build();
		return new AppCall("attributes", call, path, "",
				"{\"customer\":{\"id\":\"u-1\",\"identifiers\":{\"id\":\"u-1\",\"email\":null,\"cio_id\":\"a1\"},"
						+ "\"attributes\":{\"plan\":\"pro\",\"created_at\":\"1795253400\"},\"timestamps\":{\"plan\":"
						+ SECONDS + "},\"unsubscribed\":true,\"devices\":[{\"id\":\"t:1\",\"platform\":\"ios\","
						+ "\"last_used\":" + SECONDS + ",\"attributes\":{\"push_enabled\":\"true\"}},"
						+ "{\"id\":\"t:2\",\"platform\":\"android\",\"last_used\":\"5\",\"attributes\":null}]}}",
				new CustomerAttributes("u-1", new CustomerIdentifiers("u-1", null, "a1"),
						Map.of("plan", "pro", "created_at", "1795253400"), Map.of("plan", WHOLE), true,
						List.of(device, PushDevice.android("t:2").lastUsed(Instant.ofEpochSecond(5)).build())));
	}

	private static AppCall export(String operation, String path, String request,
			Function<CustomerIoAppClient, @Nullable Object> call) {
		return new AppCall(operation, call, path, request, "{\"export\":" + EXPORT + "}", EXPORT_RESULT);
	}

	private static AppCall deliveries(String source, DeliveriesExportRequest.Builder builder) {
		return export("createDeliveriesExport", "/v1/exports/deliveries", "{\"" + source + "\":2}",
				(client) -> client.createDeliveriesExport(builder.build()));
	}

	@Override
	public String method() {
		return this.request.isEmpty() ? "GET" : "POST";
	}

	@Override
	public boolean doubles() {
		return !this.request.isEmpty();
	}

	@Override
	public String toString() {
		return this.operation + " " + this.request;
	}

}
