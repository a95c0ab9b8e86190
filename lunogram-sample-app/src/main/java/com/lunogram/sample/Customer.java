package com.lunogram.sample;

import java.time.ZoneId;
import java.util.Locale;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who buys.
 *
 * @param id chosen by the caller; also the user's id at Lunogram
 * @param name full name
 * @param email address
 * @param phone number in E.164 form; {@code null} if unknown
 * @param timezone {@code null} if unknown
 * @param locale {@code null} if unknown
 * @param company id of the company the customer buys for; {@code null} for none
 */
record Customer(@NotBlank @Size(max = 255) String id, @NotBlank @Size(max = 255) String name,
		@NotBlank @Email @Size(max = 255) String email, @Nullable @Size(max = 32) String phone,
		@Nullable ZoneId timezone, @Nullable Locale locale, @Nullable @Size(min = 1, max = 255) String company) {
}
