package com.lunogram.spring.boot.autoconfigure;

import java.util.List;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.LunogramEventConfiguration;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.ReflectionUtils;

/**
 * Loads in the background, as Spring Boot does with parts of its own, what would
 * otherwise hold up the start when it is first used. It opens no connection and starts no
 * thread, as both wait for the first call.
 */
final class LunogramBackgroundPreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() {
		// Their methods name most of the types that the start works with.
		for (Class<?> configuration : List.of(LunogramClientConfiguration.class, LunogramDeliveryConfiguration.class,
				LunogramEventConfiguration.class)) {
			ReflectionUtils.getDeclaredMethods(configuration);
		}
		new Binder().bindOrCreate("lunogram", LunogramProperties.class);
		try (LunogramClient client = LunogramClient.builder().apiKey("sk_none").build()) {
			LunogramPublisher.memory(client).build().close();
		}
	}

}
