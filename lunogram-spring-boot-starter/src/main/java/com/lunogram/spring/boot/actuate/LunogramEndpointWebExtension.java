package com.lunogram.spring.boot.actuate;

import java.time.Duration;
import java.util.Set;

import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link LunogramEndpoint}:
 * shows payloads to whom they may be shown, and answers wrong requests with status 400.
 */
@EndpointWebExtension(endpoint = LunogramEndpoint.class)
public final class LunogramEndpointWebExtension {

	private final LunogramEndpoint endpoint;

	private final Show showPayloads;

	private final Set<String> roles;

	/**
	 * The extension of one endpoint.
	 * @param endpoint the endpoint
	 * @param showPayloads when to show what dead letters would have sent
	 * @param roles to whom to show it when authorized; if empty, to everybody
	 * authenticated
	 */
	public LunogramEndpointWebExtension(LunogramEndpoint endpoint, Show showPayloads, Set<String> roles) {
		this.endpoint = endpoint;
		this.showPayloads = showPayloads;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * What was set aside.
	 * @param securityContext who asks
	 * @param part {@code dead-letters}
	 * @param limit how many to show at most, 1 or more; 100 if left out
	 * @return the newest dead letters; {@code null} for any other part
	 */
	@ReadOperation
	public @Nullable DeadLettersDescriptor deadLetters(SecurityContext securityContext, @Selector String part,
			@Nullable Integer limit) {
		return this.endpoint.deadLetters(part, limit, this.showPayloads.isShown(securityContext, this.roles));
	}

	/**
	 * Steers delivery.
	 * @param action {@code flush}, {@code pause}, {@code resume}, {@code replay} or
	 * {@code discard}
	 * @param timeout how long to wait at most, to flush; 10 seconds if left out
	 * @param id which dead letter, to replay or discard
	 * @param operation dead letters of which operation, to replay or discard
	 * @param all whether all dead letters, to replay or discard
	 * @return what became of it
	 */
	@WriteOperation
	public WebEndpointResponse<ActionDescriptor> act(@Selector String action, @Nullable Duration timeout,
			@Nullable Long id, @Nullable Operation operation, @Nullable Boolean all) {
		ActionDescriptor result = this.endpoint.act(action, timeout, id, operation, all);
		return new WebEndpointResponse<>(result,
				(result.error() != null) ? WebEndpointResponse.STATUS_BAD_REQUEST : WebEndpointResponse.STATUS_OK);
	}

}
