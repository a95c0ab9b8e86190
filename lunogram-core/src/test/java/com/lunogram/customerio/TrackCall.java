package com.lunogram.customerio;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One call of every operation of the Track API: what a caller writes, what must go over
 * the wire for it, what Customer.io answers, and what the caller must get.
 *
 * @param operation id of the operation in the document
 * @param call what a caller writes
 * @param method method that must be requested
 * @param path path and query that must be requested
 * @param request body that must be sent, to the letter; empty for none
 * @param answer body that is answered
 * @param result what the call must return; {@code null} for nothing
 * @param doubles whether doing it twice is worse than once
 */
record TrackCall(String operation, Function<CustomerIoTrackClient, @Nullable Object> call, String method, String path,
		String request, String answer, @Nullable Object result,
		boolean doubles) implements CustomerIoCall<CustomerIoTrackClient> {

	private static final Instant TIME = Instant.parse("2026-11-21T09:30:00.999Z");

	private static final long SECONDS = 1795253400L;

	static List<TrackCall> all() {
		TrackEvent event = TrackEvent.builder("order.completed").data("total", 12.5).data("paid", false).build();
		PushDevice device = PushDevice.ios("t:1").lastUsed(TIME).attribute("app_version", "1.2").build();
		return List.of(call("identify", "PUT", "/api/v1/customers/u-1",
				"{\"email\":\"lucy@example.com\",\"created_at\":" + SECONDS + ",\"unsubscribed\":false,\"plan\":null}",
				(client) -> client.identify(IdentifyRequest.builder("u-1")
					.email("lucy@example.com")
					.createdAt(TIME)
					.unsubscribed(false)
					.attribute("plan", null)
					.build())),
				call("delete", "DELETE", "/api/v1/customers/u-1", "", (client) -> client.delete("u-1")),
				call("suppress", "POST", "/api/v1/customers/u-1/suppress", "{}", (client) -> client.suppress("u-1")),
				call("unsuppress", "POST", "/api/v1/customers/u-1/unsuppress", "{}",
						(client) -> client.unsuppress("u-1")),
				call("track", "POST", "/api/v1/customers/u-1/events",
						"{\"name\":\"order.completed\",\"data\":{\"total\":12.5,\"paid\":false}}",
						(client) -> client.track("u-1", event))
					.doubling(),
				call("track", "POST", "/api/v1/customers/u-1/events",
						"{\"name\":\"e\",\"data\":{\"a\":1},\"id\":\"01HZZZ0000000000000000000A\",\"timestamp\":"
								+ SECONDS + "}",
						(client) -> client.track("u-1",
								TrackEvent.builder("e")
									.data(Map.of("a", 1))
									.id("01HZZZ0000000000000000000A")
									.timestamp(TIME)
									.build())),
				call("track", "POST", "/api/v1/customers/u-1/events", "{\"name\":\"e\"}",
						(client) -> client.track("u-1", "e", Map.of()))
					.doubling(),
				call("track", "POST", "/api/v1/customers/u-1/events", "{\"name\":\"/prices?a=b\",\"type\":\"page\"}",
						(client) -> client.trackPageView("u-1", "/prices?a=b"))
					.doubling(),
				call("track", "POST", "/api/v1/customers/u-1/events",
						"{\"name\":\"Home\",\"type\":\"screen\",\"data\":{\"a\":1},\"id\":\"i\"}",
						(client) -> client.track("u-1", TrackEvent.screen("Home").data("a", 1).id("i").build())),
				call("track", "POST", "/api/v1/customers/u-1/events", "{\"name\":\"Home\",\"type\":\"screen\"}",
						(client) -> client.trackScreenView("u-1", "Home"))
					.doubling(),
				call("trackAnonymous", "POST", "/api/v1/events", "{\"name\":\"e\",\"anonymous_id\":\"anon-1\"}",
						(client) -> client.trackAnonymous("anon-1", TrackEvent.of("e")))
					.doubling(),
				call("trackAnonymous", "POST", "/api/v1/events",
						"{\"name\":\"invited\",\"data\":{\"by\":\"u-1\",\"recipient\":\"new@example.com\"},\"id\":\"i\"}",
						(client) -> client.trackInvite("new@example.com",
								TrackEvent.builder("invited").data("by", "u-1").id("i").build())),
				call("trackAnonymous", "POST", "/api/v1/events",
						"{\"name\":\"invited\",\"data\":{\"recipient\":\"new@example.com\"}}",
						(client) -> client.trackAnonymous("",
								TrackEvent.of("invited", Map.of("recipient", "new@example.com"))))
					.doubling(),
				call("trackPush", "POST", "/api/v1/push/events",
						"{\"delivery_id\":\"d-1\",\"event\":\"opened\",\"device_id\":\"t-1\",\"timestamp\":" + SECONDS
								+ "}",
						(client) -> client.trackPush(new PushEvent(PushEvent.Kind.OPENED, "d-1", "t-1", TIME)))
					.doubling(),
				call("merge", "POST", "/api/v1/merge_customers",
						"{\"primary\":{\"id\":\"u-1\"},\"secondary\":{\"email\":\"old@example.com\"}}",
						(client) -> client.merge(PersonIdentifier.id("u-1"),
								PersonIdentifier.email("old@example.com"))),
				call("merge", "POST", "/api/v1/merge_customers",
						"{\"primary\":{\"cio_id\":\"a1\"},\"secondary\":{\"cio_id\":\"b2\"}}",
						(client) -> client.merge(PersonIdentifier.cioId("a1"), PersonIdentifier.cioId("b2"))),
				call("addDevice", "PUT", "/api/v1/customers/u-1/devices",
						"{\"device\":{\"id\":\"t:1\",\"platform\":\"ios\",\"last_used\":" + SECONDS
								+ ",\"attributes\":{\"app_version\":\"1.2\"}}}",
						(client) -> client.addDevice("u-1", device)),
				call("addDevice", "PUT", "/api/v1/customers/u-1/devices",
						"{\"device\":{\"id\":\"t\",\"platform\":\"android\"}}",
						(client) -> client.addDevice("u-1", PushDevice.android("t").build())),
				call("deleteDevice", "DELETE", "/api/v1/customers/u-1/devices/t%3A1", "",
						(client) -> client.deleteDevice("u-1", "t:1")),
				call("addToSegment", "POST", "/api/v1/segments/7/add_customers", "{\"ids\":[\"u-1\",\"u-2\"]}",
						(client) -> client.addToSegment(7, List.of("u-1", "u-2"))),
				call("addToSegment", "POST", "/api/v1/segments/7/add_customers?id_type=email",
						"{\"ids\":[\"lucy@example.com\"]}",
						(client) -> client.addToSegment(7, IdentifierType.EMAIL, List.of("lucy@example.com"))),
				call("removeFromSegment", "POST", "/api/v1/segments/7/remove_customers", "{\"ids\":[\"u-1\"]}",
						(client) -> client.removeFromSegment(7, List.of("u-1"))),
				call("removeFromSegment", "POST", "/api/v1/segments/7/remove_customers?id_type=cio_id",
						"{\"ids\":[\"a1\"]}",
						(client) -> client.removeFromSegment(7, IdentifierType.CIO_ID, List.of("a1"))),
				new TrackCall("batch",
						(client) -> client.batch(List.of(BatchOperation.delete(PersonIdentifier.id("u-1")))), "POST",
						"/api/v2/batch",
						"{\"batch\":[{\"type\":\"person\",\"action\":\"delete\",\"identifiers\":{\"id\":\"u-1\"}}]}",
						"{}", new BatchResult(1, List.of()), false),
				new TrackCall("region", CustomerIoTrackClient::region, "GET", "/api/v1/accounts/region", "",
						"{\"url\":\"track-eu.customer.io\",\"region\":\"eu\",\"environment_id\":42}",
						new AccountRegion(CustomerIoRegion.EU, "track-eu.customer.io", 42L), false));
	}

	private static TrackCall call(String operation, String method, String path, String request,
			Consumer<CustomerIoTrackClient> call) {
		return new TrackCall(operation, (client) -> {
			call.accept(client);
			return null;
		}, method, path, request, "{}", null, false);
	}

	private TrackCall doubling() {
		return new TrackCall(this.operation, this.call, this.method, this.path, this.request, this.answer, this.result,
				true);
	}

	@Override
	public String toString() {
		return this.operation + " " + this.request;
	}

}
