package com.lunogram.support;

import com.lunogram.LunogramClient;
import com.lunogram.LunogramClientBuilder;
import com.lunogram.http.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A Lunogram server that insists on the contract.
 */
public final class ContractServer extends DocumentedServer {

	public static final String API_KEY = "sk_test_4f1d0c2b3a59687e";

	private @Nullable LunogramClient client;

	private ContractServer(boolean answersToo) {
		super("contract/lunogram-client-api.yaml", answersToo);
	}

	/** A server whose answers must keep to the contract too. */
	public static ContractServer forGoodAnswers() {
		return new ContractServer(true);
	}

	/** A server that may answer what no Lunogram server answers. */
	public static ContractServer forBadAnswers() {
		return new ContractServer(false);
	}

	/** A client that tries once, the same for all tests. */
	public synchronized LunogramClient client() {
		if (this.client == null) {
			this.client = builder(Generation.PLAIN).build();
		}
		return this.client;
	}

	/** The builder of a client that tries once. */
	public LunogramClientBuilder builder(Generation generation) {
		return LunogramClient.builder()
			.apiKey(API_KEY)
			.baseUrl(url())
			.projectId(generation.projectId())
			.connectTimeout(PATIENCE)
			.readTimeout(PATIENCE)
			.retry(RetryPolicy.none());
	}

}
