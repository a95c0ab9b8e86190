package com.lunogram.customerio;

import java.util.List;

import com.lunogram.support.CustomerIoServer;

/**
 * Where redirects of the App API lead.
 */
class AppRedirectTests extends CustomerIoRedirectTests<CustomerIoAppClient, CustomerIoAppClientBuilder, AppCall> {

	AppRedirectTests() {
		super("api", "track", "Bearer " + CustomerIoServer.APP_API_KEY, calls().get(0));
	}

	static List<AppCall> calls() {
		return AppCall.all();
	}

	@Override
	CustomerIoAppClientBuilder builder() {
		return us.appBuilder();
	}

	@Override
	CustomerIoAppClient build(CustomerIoAppClientBuilder builder) {
		return builder.build();
	}

}
