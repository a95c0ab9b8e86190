package com.lunogram.spring.benchmark;

/**
 * What the methods under measurement are given.
 *
 * @param id id of the order
 * @param customerId who ordered
 * @param total what it costs
 * @param currency in which currency
 */
record Order(String id, String customerId, double total, String currency) {

}
