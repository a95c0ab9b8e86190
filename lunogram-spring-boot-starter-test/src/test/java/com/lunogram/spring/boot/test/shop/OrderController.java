package com.lunogram.spring.boot.test.shop;

import com.lunogram.spring.LunogramEvent;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows orders.
 */
@RestController
class OrderController {

	@PostMapping("/baskets")
	@LunogramEvent(name = "basket.filled", user = "#customer", data = "{items: #items}")
	String fill(@RequestParam String customer, @RequestParam int items) {
		return "filled";
	}

}
