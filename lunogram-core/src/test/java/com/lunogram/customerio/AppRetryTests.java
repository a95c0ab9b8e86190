package com.lunogram.customerio;

import java.util.List;

/**
 * Which calls of the App API are repeated: nobody is to get a message twice.
 */
class AppRetryTests extends CustomerIoRetryTests<CustomerIoAppClient, CustomerIoAppClientBuilder, AppCall> {

	AppRetryTests() {
		super(calls());
	}

	static List<AppCall> calls() {
		return AppCall.all();
	}

	@Override
	CustomerIoAppClientBuilder builder() {
		return server.appBuilder();
	}

	@Override
	CustomerIoAppClient build(CustomerIoAppClientBuilder builder) {
		return builder.build();
	}

}
