package com.lunogram.spring.boot.test;

import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * A request that has passed every check of the contract document.
 *
 * @param operation the operation that it calls
 * @param path the values of the path's variables
 * @param query the values of the query's parameters
 * @param body the body, a missing node if the operation takes none
 */
record Call(ContractOperation operation, Map<String, String> path, Map<String, String> query, JsonNode body) {

	String operationId() {
		return this.operation.id();
	}

}
