package com.lunogram.spring.boot.autoconfigure;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be configured about the actuator endpoint.
 *
 * @param showPayloads When to show what dead letters would have sent, and whom it
 * concerns.
 * @param roles Roles used to determine whether a user is authorized to be shown payloads.
 * When empty, all authenticated users are authorized.
 */
@ConfigurationProperties("management.endpoint.lunogram")
record LunogramEndpointProperties(@DefaultValue("never") Show showPayloads, @DefaultValue Set<String> roles) {
}
