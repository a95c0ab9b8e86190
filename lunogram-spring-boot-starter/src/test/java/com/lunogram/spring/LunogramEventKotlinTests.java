package com.lunogram.spring;

import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.reactor.ReactorFlowKt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Suspending functions and flows of Kotlin.
 */
class LunogramEventKotlinTests {

	@Test
	void aSuspendingFunctionEmitsWhenItCompletes() {
		EventContext.runner().withBean(SuspendingShop.class).run((context) -> {
			SuspendingShop shop = context.getBean(SuspendingShop.class);
			assertThat(await((continuation) -> shop.complete("ada", 6, continuation))).isEqualTo(12);
			assertThat(EventContext.publisher(context).events())
				.containsExactly("order.completed user:ada {total=12, args=2}");
		});
	}

	@Test
	void aSuspendingFunctionThatFailsEmitsTheFailure() {
		EventContext.runner().withBean(SuspendingShop.class).run((context) -> {
			SuspendingShop shop = context.getBean(SuspendingShop.class);
			assertThatIllegalStateException().isThrownBy(() -> await((continuation) -> shop.fail("ada", continuation)))
				.withMessage("sold out for ada");
			assertThat(EventContext.publisher(context).events())
				.containsExactly("order.failed user:ada {error=sold out for ada}");
		});
	}

	@Test
	void aFlowEmitsOnceWhenItCompletes() {
		EventContext.runner().withBean(SuspendingShop.class).run((context) -> {
			Flow<Integer> flow = context.getBean(SuspendingShop.class).list("ada");
			assertThat(EventContext.publisher(context).writes()).isEmpty();
			assertThat(ReactorFlowKt.asFlux(flow).collectList().block()).containsExactly(1, 2, 3);
			assertThat(EventContext.publisher(context).events()).containsExactly("order.listed user:ada {}");
		});
	}

	@Test
	void withoutTheReactorBridgeASuspendingFunctionIsRefused() {
		EventContext.runner()
			.withClassLoader(new FilteredClassLoader("kotlinx.coroutines.reactor"))
			.withBean(SuspendingShop.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("com.lunogram.spring.SuspendingShop.")
				.hasMessageContaining("kotlinx-coroutines-reactor"));
	}

	private static @Nullable Object await(Suspending function) throws InterruptedException {
		return BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE,
				(scope, continuation) -> function.call(continuation));
	}

	interface Suspending {

		@Nullable Object call(Continuation<? super Integer> continuation);

	}

}
