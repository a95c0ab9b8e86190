package com.lunogram.spring;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;

/**
 * Emits the events of one call whenever a subscription to what it returned ends.
 *
 * @param call the call
 * @param emitter told when a subscription ends
 */
record ReactorObserver(EventCall call, EventEmitter emitter) {

	/**
	 * Observes what Spring makes of a suspending function.
	 * @param returned a {@code Mono}, or a {@code Flux} for a {@code Flow}
	 * @return the same type
	 */
	Object observe(Object returned) {
		return (returned instanceof Mono<?> mono) ? one(mono) : many(Flux.from((Publisher<?>) returned));
	}

	/**
	 * Observes what a reactive method returned.
	 * @param returned any type that Spring knows
	 * @param adapter what it knows of the type
	 * @return the same type
	 */
	Object observe(Object returned, ReactiveAdapter adapter) {
		Publisher<?> source = adapter.toPublisher(returned);
		return adapter.fromPublisher(adapter.isMultiValue() ? many(Flux.from(source)) : one(Mono.from(source)));
	}

	private <T> Mono<T> one(Mono<T> source) {
		return Mono.defer(() -> {
			EventCall subscription = subscription();
			return source.doOnSuccess((result) -> this.emitter.succeeded(subscription, result))
				.doOnError((error) -> this.emitter.failed(subscription, error));
		});
	}

	private <T> Flux<T> many(Flux<T> source) {
		return Flux.defer(() -> {
			EventCall subscription = subscription();
			return source.doOnComplete(() -> this.emitter.succeeded(subscription, null))
				.doOnError((error) -> this.emitter.failed(subscription, error));
		});
	}

	private EventCall subscription() {
		return this.call.again().captureCurrentUser();
	}

}
