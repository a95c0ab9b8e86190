package com.lunogram.sample;

import java.math.BigDecimal;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Orders over HTTP.
 */
@RestController
@RequestMapping("/api/orders")
class OrderController {

	private final OrderService orders;

	OrderController(OrderService orders) {
		this.orders = orders;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	PlacedOrder place(@Valid @RequestBody OrderRequest request) {
		Order order = this.orders.place(request.customerId(), request.sku(), request.quantity(), request.unitPrice());
		return new PlacedOrder(order.id(), order.getTotal());
	}

	@PostMapping("/{id}/cancel")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void cancel(@PathVariable String id) {
		this.orders.cancel(id);
	}

	record OrderRequest(@NotBlank String customerId, @NotBlank @Size(max = 255) String sku, @Positive int quantity,
			@NotNull @PositiveOrZero BigDecimal unitPrice) {
	}

	record PlacedOrder(String id, BigDecimal total) {
	}

}
