package com.lunogram.sample;

import java.util.UUID;

import com.lunogram.LunogramClientBuilder;
import com.lunogram.spring.boot.autoconfigure.LunogramConnectionDetails;
import com.lunogram.spring.boot.test.LunogramServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Where the shop sends to: the Lunogram server that the configuration names, else a
 * stand-in inside this process. This is decided when the shop starts, not when it is
 * built, so that an ahead-of-time build can do either.
 */
@Component
class LunogramTarget implements LunogramConnectionDetails, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LunogramTarget.class);

	private final Environment environment;

	private final @Nullable LunogramServer standIn;

	private volatile StandInBehaviour behaviour = StandInBehaviour.WORKS;

	LunogramTarget(Environment environment) {
		this.environment = environment;
		// A variable that is there but empty is as good as none.
		boolean configured = StringUtils.hasText(environment.getProperty("lunogram.api-key"))
				|| StringUtils.hasText(environment.getProperty("lunogram.base-url"));
		this.standIn = configured ? null : LunogramServer.start();
		if (this.standIn != null) {
			logger.info("No LUNOGRAM_API_KEY is given: a stand-in for Lunogram listens at {}, and / shows what arrives",
					this.standIn.baseUrl());
		}
	}

	/** The stand-in; {@code null} if the shop talks to a server. */
	@Nullable LunogramServer standIn() {
		return this.standIn;
	}

	/** How the stand-in behaves at present. */
	StandInBehaviour behaviour() {
		return this.behaviour;
	}

	/**
	 * Makes the stand-in behave in another way.
	 * @throws NotFoundException if the shop talks to a server
	 */
	synchronized void behave(StandInBehaviour behaviour) {
		if (this.standIn == null) {
			throw new NotFoundException("There is no stand-in: the shop talks to " + getBaseUrl());
		}
		behaviour.applyTo(this.standIn);
		this.behaviour = behaviour;
	}

	@Override
	public String getBaseUrl() {
		if (this.standIn != null) {
			return this.standIn.baseUrl().toString();
		}
		String configured = this.environment.getProperty("lunogram.base-url");
		return StringUtils.hasText(configured) ? configured : LunogramClientBuilder.DEFAULT_BASE_URL;
	}

	@Override
	public @Nullable String getApiKey() {
		return (this.standIn != null) ? this.standIn.apiKey() : this.environment.getProperty("lunogram.api-key");
	}

	@Override
	public @Nullable UUID getProjectId() {
		return this.environment.getProperty("lunogram.project-id", UUID.class);
	}

	@Override
	public void close() {
		if (this.standIn != null) {
			this.standIn.close();
		}
	}

}
