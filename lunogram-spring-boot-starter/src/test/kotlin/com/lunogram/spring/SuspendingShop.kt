package com.lunogram.spring

import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf

/** Functions of a Kotlin application. */
open class SuspendingShop {

	@LunogramEvent(name = "order.completed", user = "#customer", data = "{total: #result, args: #root.args.length}")
	open suspend fun complete(customer: String, total: Int): Int {
		delay(1)
		return total * 2
	}

	@LunogramEvent(name = "order.failed", user = "#customer", data = "{error: #error.message}", on = LunogramEvent.On.FAILURE)
	open suspend fun fail(customer: String): Int {
		delay(1)
		throw IllegalStateException("sold out for $customer")
	}

	@LunogramEvent(name = "order.listed", user = "#customer")
	open fun list(customer: String): Flow<Int> = flowOf(1, 2, 3)

}
