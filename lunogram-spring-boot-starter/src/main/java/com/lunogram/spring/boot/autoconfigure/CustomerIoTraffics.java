package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.spring.boot.health.CustomerIoTraffic;

/**
 * What watches the requests of the clients of Customer.io.
 *
 * @param track those of the Track client
 * @param app those of the App client
 */
record CustomerIoTraffics(CustomerIoTraffic track, CustomerIoTraffic app) {
}
