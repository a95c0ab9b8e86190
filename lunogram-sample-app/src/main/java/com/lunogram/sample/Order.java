package com.lunogram.sample;

import java.math.BigDecimal;

/**
 * What a customer buys.
 *
 * @param id chosen by the shop
 * @param customerId who buys
 * @param sku what
 * @param quantity how many
 * @param unitPrice price of one
 */
record Order(String id, String customerId, String sku, int quantity, BigDecimal unitPrice) {

	/** Public because the expression of an event reads it. */
	public BigDecimal getTotal() {
		return this.unitPrice.multiply(BigDecimal.valueOf(this.quantity));
	}

}
