package com.lunogram.spring.boot.test;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Mints session tokens under the auth methods that the server knows.
 */
final class Sessions {

	private static final Duration LIFETIME = Duration.ofHours(1);

	private final Set<UUID> authMethods;

	private final KeyPair keys = generateKeys();

	Sessions(Set<UUID> authMethods) {
		this.authMethods = Set.copyOf(authMethods);
	}

	Answer create(Call call) {
		if (!this.authMethods.contains(UUID.fromString(call.path().getOrDefault("authMethodID", "")))) {
			throw Problem.notFound("auth method not found");
		}
		Instant issuedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
		Instant expiresAt = issuedAt.plus(LIFETIME);
		String token = token(Map.of("sub", Json.requiredText(call.body(), "user_id"), "iat", issuedAt.getEpochSecond(),
				"exp", expiresAt.getEpochSecond()));
		return Answer.json(201, Map.of("token", token, "expires_at", expiresAt.toString()));
	}

	private String token(Map<String, Object> claims) {
		String signed = encode(Map.of("alg", "ES256", "typ", "JWT")) + "." + encode(claims);
		try {
			Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
			signature.initSign(this.keys.getPrivate());
			signature.update(signed.getBytes(StandardCharsets.US_ASCII));
			return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String encode(Map<String, Object> part) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.MAPPER.writeValueAsBytes(part));
	}

	private static KeyPair generateKeys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
