package com.lunogram.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import com.lunogram.model.ExternalId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Methods whose result is complete only later.
 */
class LunogramEventAsyncTests {

	@Test
	void aStageEmitsWhenItCompletesAndStaysTheSame() {
		run((shop, publisher) -> {
			CompletableFuture<String> own = new CompletableFuture<>();
			assertThat(shop.stage("ada", own)).isSameAs(own);
			assertThat(publisher.writes()).isEmpty();
			own.complete("r1");
			assertThat(publisher.events()).containsExactly("stage.succeeded user:ada {id=r1}");
		});
	}

	@Test
	void aStageThatFailsEmitsTheFailureWithItsCause() {
		run((shop, publisher) -> {
			CompletableFuture<String> first = new CompletableFuture<>();
			shop.stage("ada", first.thenApply((value) -> value));
			first.completeExceptionally(new IllegalStateException("sold out"));
			assertThat(publisher.events()).containsExactly("stage.failed user:ada {error=sold out}");
		});
	}

	@Test
	void aCallerCanCancelTheMethodsOwnStage() {
		run((shop, publisher) -> {
			CompletableFuture<String> own = new CompletableFuture<>();
			shop.stage("ada", own).toCompletableFuture().cancel(true);
			assertThat(own).isCancelled();
			assertThat(publisher.events()).containsExactly("stage.failed user:ada {error=null}");
		});
	}

	@Test
	void aStageThatIsCompleteOrNullEmitsAtOnce() {
		run((shop, publisher) -> {
			shop.stage("ada", CompletableFuture.completedFuture("r1"));
			shop.noStage("bob");
			assertThat(publisher.events()).containsExactly("stage.succeeded user:ada {id=r1}",
					"no.stage user:bob {id=null}");
		});
	}

	@Test
	void aMethodThatThrowsInsteadOfReturningAStageFails() {
		run((shop, publisher) -> {
			assertThatIllegalStateException().isThrownBy(shop::throwing);
			assertThat(publisher.events()).containsExactly("threw user:ada {error=at once}");
		});
	}

	@Test
	void aFutureThatIsAStageIsOneWhateverItIsDeclaredAs() {
		run((shop, publisher) -> {
			CompletableFuture<String> own = new CompletableFuture<>();
			assertThat(shop.future(own)).isSameAs(own);
			assertThat(publisher.writes()).isEmpty();
			own.complete("r1");
			assertThat(publisher.events()).containsExactly("future user:ada {id=r1}");
		});
	}

	@Test
	void theCurrentUserIsTheOneOfTheCall() {
		AtomicReference<ExternalId> user = new AtomicReference<>(ExternalId.of("ada"));
		EventContext.runner()
			.withBean(Shop.class)
			.withBean(LunogramSubjectResolver.class, () -> () -> Stream.ofNullable(user.get()).toList())
			.run((context) -> {
				CompletableFuture<String> own = new CompletableFuture<>();
				assertThat(context.getBean(Shop.class).currentStage(own)).isSameAs(own);
				Mono<String> mono = context.getBean(Shop.class).currentMono();
				user.set(ExternalId.of("bob"));
				own.complete("r1");
				mono.block();
				assertThat(EventContext.publisher(context).events()).containsExactly("current.stage user:ada {}",
						"current.mono user:bob {}");
			});
	}

	@Test
	void withoutACurrentUserTheStageIsUnharmed() {
		EventContext.runner().withBean(Shop.class).withBean(LunogramSubjectResolver.class, () -> () -> {
			throw new NoClassDefFoundError("com/example/Session");
		}).run((context) -> {
			assertThat(context.getBean(Shop.class).currentStage(CompletableFuture.completedFuture("r1")))
				.isCompletedWithValue("r1");
			assertThat(context.getBean(Shop.class).currentMono().block()).isEqualTo("r1");
			assertThat(EventContext.publisher(context).writes()).isEmpty();
		});
	}

	@Test
	void aMonoEmitsOncePerSubscription() {
		run((shop, publisher) -> {
			Mono<String> mono = shop.mono("ada", Mono.just("r1"));
			assertThat(publisher.writes()).isEmpty();
			assertThat(mono.block()).isEqualTo("r1");
			assertThat(mono.block()).isEqualTo("r1");
			assertThat(publisher.events()).containsExactly("mono.ended user:ada {id=r1, error=null}",
					"mono.ended user:ada {id=r1, error=null}");
		});
	}

	@Test
	void aMonoThatIsEmptyHasNoResult() {
		run((shop, publisher) -> {
			assertThat(shop.mono("ada", Mono.empty()).block()).isNull();
			assertThat(publisher.events()).containsExactly("mono.ended user:ada {id=null, error=null}");
		});
	}

	@Test
	void aMonoThatFailsEmitsTheFailure() {
		run((shop, publisher) -> {
			Mono<String> mono = shop.mono("ada", Mono.error(new IllegalStateException("sold out")));
			assertThatIllegalStateException().isThrownBy(mono::block);
			assertThat(publisher.events()).containsExactly("mono.ended user:ada {id=null, error=sold out}");
		});
	}

	@Test
	void aSubscriptionThatIsCancelledEmitsNothing() {
		run((shop, publisher) -> {
			shop.mono("ada", Mono.never()).subscribe().dispose();
			shop.flux("ada", Flux.never()).subscribe().dispose();
			assertThat(publisher.writes()).isEmpty();
		});
	}

	@Test
	void aFluxEmitsOnceWhenItCompletes() {
		run((shop, publisher) -> {
			Flux<Integer> flux = shop.flux("ada", Flux.just(1, 2, 3));
			assertThat(publisher.writes()).isEmpty();
			assertThat(flux.collectList().block()).containsExactly(1, 2, 3);
			assertThat(publisher.events()).containsExactly("flux.ended user:ada {error=null}");
		});
	}

	@Test
	void aFluxThatFailsEmitsTheFailure() {
		run((shop, publisher) -> {
			Flux<Integer> flux = shop.flux("ada",
					Flux.just(1).concatWith(Flux.error(new IllegalStateException("sold out"))));
			assertThatIllegalStateException().isThrownBy(flux::blockLast);
			assertThat(publisher.events()).containsExactly("flux.ended user:ada {error=sold out}");
		});
	}

	@Test
	void aPublisherIsAFlux() {
		run((shop, publisher) -> {
			assertThat(Flux.from(shop.publisher("ada")).collectList().block()).containsExactly(1, 2);
			assertThat(publisher.events()).containsExactly("publisher user:ada {}");
		});
	}

	@Test
	void aMonoThatIsNullIsUnharmed() {
		run((shop, publisher) -> assertThat(shop.noMono("ada")).isNull());
	}

	@Test
	void aPublisherThatFailsDoesNotReachTheSubscriber() {
		run((shop, publisher) -> {
			publisher.failWith(new IllegalStateException("closed"));
			assertThat(shop.mono("ada", Mono.just("r1")).block()).isEqualTo("r1");
			assertThat(shop.flux("ada", Flux.just(1)).blockLast()).isEqualTo(1);
			assertThat(shop.stage("ada", CompletableFuture.completedFuture("r1"))).isCompletedWithValue("r1");
		});
	}

	@Test
	void withoutReactorAStageEmitsWhenItCompletes() {
		EventContext.runner()
			.withClassLoader(new FilteredClassLoader("reactor", "kotlin", "kotlinx"))
			.withBean(PublicShop.class)
			.run((context) -> {
				CompletableFuture<String> own = new CompletableFuture<>();
				assertThat(context.getBean(PublicShop.class).stage(own)).isSameAs(own);
				own.complete("r1");
				assertThat(EventContext.publisher(context).events()).containsExactly("stage user:ada {id=r1}");
			});
	}

	private static void run(ShopTest test) {
		EventContext.runner()
			.withBean(Shop.class)
			.run((context) -> test.accept(context.getBean(Shop.class), EventContext.publisher(context)));
	}

	interface ShopTest {

		void accept(Shop shop, RecordingPublisher publisher);

	}

	static class Shop {

		@LunogramEvent(name = "stage.succeeded", user = "#who", data = "{id: #result}")
		@LunogramEvent(name = "stage.failed", user = "#who", data = "{error: #error.message}",
				on = LunogramEvent.On.FAILURE)
		CompletionStage<String> stage(String who, CompletionStage<String> stage) {
			return stage;
		}

		@LunogramEvent(name = "no.stage", user = "#who", data = "{id: #result}")
		@Nullable CompletionStage<String> noStage(String who) {
			return null;
		}

		@LunogramEvent(name = "no.mono", user = "#who")
		@Nullable Mono<String> noMono(String who) {
			return null;
		}

		@LunogramEvent(name = "threw", user = "'ada'", data = "{error: #error.message}", on = LunogramEvent.On.FAILURE)
		CompletableFuture<String> throwing() {
			throw new IllegalStateException("at once");
		}

		@LunogramEvent(name = "future", user = "'ada'", data = "{id: #result}")
		Future<String> future(CompletableFuture<String> future) {
			return future;
		}

		@LunogramEvent("current.stage")
		CompletableFuture<String> currentStage(CompletableFuture<String> stage) {
			return stage;
		}

		@LunogramEvent("current.mono")
		Mono<String> currentMono() {
			return Mono.just("r1");
		}

		@LunogramEvent(name = "mono.ended", user = "#who", data = "{id: #result, error: #error?.message}",
				on = LunogramEvent.On.ANY)
		Mono<String> mono(String who, Mono<String> mono) {
			return mono;
		}

		@LunogramEvent(name = "flux.ended", user = "#who", data = "{error: #error?.message}", on = LunogramEvent.On.ANY)
		Flux<Integer> flux(String who, Flux<Integer> flux) {
			return flux;
		}

		@LunogramEvent(name = "publisher", user = "#who")
		Publisher<Integer> publisher(String who) {
			return Flux.just(1, 2);
		}

	}

	/**
	 * Public, as its proxy is defined by another class loader.
	 */
	public static class PublicShop {

		@LunogramEvent(name = "stage", user = "'ada'", data = "{id: #result}")
		public CompletionStage<String> stage(CompletionStage<String> stage) {
			return stage;
		}

	}

}
