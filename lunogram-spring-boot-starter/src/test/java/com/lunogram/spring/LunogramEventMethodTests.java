package com.lunogram.spring;

import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.lunogram.model.ExternalId;
import com.lunogram.model.SubjectType;
import com.lunogram.model.UserEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What an annotated method emits.
 */
@ExtendWith(OutputCaptureExtension.class)
class LunogramEventMethodTests {

	@Test
	void emitsWithParametersAndResult() {
		run((shop, publisher) -> {
			assertThat(shop.complete(Order.of("ada", 12))).isEqualTo("receipt-12");
			assertThat(publisher.events())
				.containsExactly("order.completed user:ada {total=12, id=receipt-12, fixed=1}");
		});
	}

	@Test
	void emitsNothingUnlessTheConditionIsMet() {
		run((shop, publisher) -> {
			shop.complete(Order.of("ada", 0));
			assertThat(publisher.writes()).isEmpty();
		});
	}

	@Test
	void aConditionThatIsNullIsNotMet(CapturedOutput output) {
		run((shop, publisher) -> {
			shop.conditional(null);
			assertThat(publisher.writes()).isEmpty();
			shop.conditional(true);
			assertThat(publisher.writes()).hasSize(1);
			assertThat(output).doesNotContain("was not emitted");
		});
	}

	@Test
	void parametersCanBeNamedByPosition() {
		run((shop, publisher) -> {
			shop.byPosition("ada", 3);
			assertThat(publisher.events()).containsExactly("by.position user:ada {a=3, p=3}");
		});
	}

	@Test
	void rootKnowsTargetMethodAndArguments() {
		run((shop, publisher) -> {
			shop.root("ada");
			assertThat(publisher.events())
				.containsExactly("root user:ada {target=shop, method=root, args=1, same=root}");
		});
	}

	@Test
	void expressionsCanUseBeansTypesMethodsAndCollections() {
		run((shop, publisher) -> {
			shop.spel(List.of(Order.of("ada", 1), Order.of("bob", 5)));
			assertThat(publisher.events())
				.containsExactly("spel user:ada {bean=shop, max=5, big=[bob], all=[1, 5], none=null, key=7}");
		});
	}

	@Test
	void aBuiltInVariableWinsOverAParameterOfItsName() {
		run((shop, publisher) -> {
			shop.shadowed("ada", "mine");
			assertThat(publisher.events()).containsExactly("shadowed user:ada {result=returned, parameter=mine}");
		});
	}

	@Test
	void onSuccessIsTheDefault() {
		run((shop, publisher) -> {
			shop.outcome("ada", false);
			assertThat(publisher.events()).containsExactly("succeeded user:ada {}", "ended user:ada {error=null}");
		});
	}

	@Test
	void onFailureKnowsTheErrorWhichReachesTheCaller() {
		run((shop, publisher) -> {
			assertThatIllegalStateException().isThrownBy(() -> shop.outcome("ada", true)).withMessage("sold out");
			assertThat(publisher.events()).containsExactly("failed user:ada {error=sold out}",
					"ended user:ada {error=sold out}");
		});
	}

	@Test
	void dataLeftOutIsEmpty() {
		run((shop, publisher) -> {
			shop.user("ada");
			assertThat(publisher.writes()).containsExactly(UserEvent.builder("user").user("ada").build());
		});
	}

	@Test
	void dataMayBeAMapARecordABeanOrNull() {
		run((shop, publisher) -> {
			Order order = Order.of("ada", 1);
			shop.data(Map.of("a", 1));
			shop.data(order);
			shop.data(null);
			shop.data(Optional.of(order));
			assertThat(publisher.writes()).extracting((write) -> ((UserEvent) write).data())
				.containsExactly(Map.of("a", 1), order, Map.of(), order);
		});
	}

	@Test
	void dataThatIsAMapIsCopiedWhenTheMethodReturns() {
		run((shop, publisher) -> {
			Map<String, Object> live = new HashMap<>(Map.of("a", 1));
			shop.data(live);
			live.put("a", 2);
			assertThat(publisher.events()).containsExactly("data user:ada {a=1}");
		});
	}

	@Test
	void identifiersMayBeOfManyTypes() {
		run((shop, publisher) -> {
			UUID uuid = UUID.fromString("b2f0c1de-0000-4000-8000-000000000001");
			List.of("ada", CharBuffer.wrap("ada"), 42, 42L, new BigDecimal("1E+3"), uuid,
					ExternalId.of("stripe", "cus_1"), Optional.of("ada"),
					List.of("ada", ExternalId.of("stripe", "cus_1")), new String[] { "ada", "lovelace" },
					new long[] { 4, 2 }, Arrays.asList("ada", null))
				.forEach(shop::user);
			assertThat(publisher.events()).containsExactly("user user:ada {}", "user user:ada {}", "user user:42 {}",
					"user user:42 {}", "user user:1000 {}", "user user:" + uuid + " {}", "user user:stripe:cus_1 {}",
					"user user:ada {}", "user user:ada+user:stripe:cus_1 {}", "user user:ada+user:lovelace {}",
					"user user:4+user:2 {}", "user user:ada {}");
		});
	}

	@Test
	void anEventWithoutAUserIsReportedOnceAMinute(CapturedOutput output) {
		run((shop, publisher) -> {
			shop.user(null);
			shop.user(List.of());
			shop.user(Optional.empty());
			shop.user(" ");
			assertThat(publisher.writes()).isEmpty();
			assertThat(output.toString().split("was not emitted", -1)).hasSize(2);
			assertThat(output).contains("Event 'user' of " + Shop.class.getName()
					+ ".user(Object) was not emitted: user evaluates to nothing");
		});
	}

	@Test
	void anIdentifierOfAnotherTypeIsReportedWithoutItsValue(CapturedOutput output) {
		run((shop, publisher) -> {
			shop.user(Map.of("secret", "value"));
			assertThat(publisher.writes()).isEmpty();
			assertThat(output).contains("user evaluates to a java.util.").doesNotContain("secret");
		});
	}

	@Test
	void organizationEvents() {
		run((shop, publisher) -> {
			shop.organization("acme");
			shop.organization(List.of(ExternalId.of("crm", "7"), 8));
			assertThat(publisher.events()).containsExactly("organization organization:acme {org=true}",
					"organization organization:crm:7+organization:8 {org=true}");
		});
	}

	@Test
	void anOrganizationEventWithoutAnOrganizationIsReported(CapturedOutput output) {
		run((shop, publisher) -> {
			shop.organization(null);
			assertThat(publisher.writes()).isEmpty();
			assertThat(output).contains("organization evaluates to nothing");
		});
	}

	@Test
	void matchSelectsUsersUnlessToldOtherwise() {
		run((shop, publisher) -> {
			shop.matching(Map.of("plan", "pro"));
			assertThat(publisher.events()).containsExactly("match.users Match{plan=pro} {}",
					"match.organizations Match{plan=pro} null");
		});
	}

	@Test
	void anEmptyMatchWouldHitEverybodyAndIsRefused(CapturedOutput output) {
		run((shop, publisher) -> {
			shop.matching(Map.of());
			assertThat(publisher.writes()).isEmpty();
			assertThat(output).contains("match evaluates to an empty map, which would hit everybody");
		});
	}

	@Test
	void aMatchThatIsNoMapIsRefused(CapturedOutput output) {
		run((shop, publisher) -> {
			shop.matching("plan");
			shop.matching(null);
			assertThat(publisher.writes()).isEmpty();
			assertThat(output).contains("match evaluates to a java.lang.String, but must be a map");
		});
	}

	@Test
	void anExpressionThatFailsDoesNotReachTheCaller(CapturedOutput output) {
		run((shop, publisher) -> {
			assertThat(shop.complete(null)).isEqualTo("receipt-0");
			assertThat(publisher.writes()).isEmpty();
			assertThat(output)
				.contains("Event 'order.completed' of " + Shop.class.getName()
						+ ".complete(Order) was not emitted: EL1007E")
				.doesNotContain("\tat ");
		});
	}

	@Test
	void oneEventThatFailsDoesNotKeepTheOtherBack() {
		run((shop, publisher) -> {
			shop.two("ada", null);
			assertThat(publisher.events()).containsExactly("second user:ada {}");
		});
	}

	@Test
	void aPublisherThatFailsDoesNotReachTheCaller(CapturedOutput output) {
		run((shop, publisher) -> {
			publisher.failWith(new IllegalArgumentException("data is no JSON object"));
			shop.user("ada");
			assertThat(output).contains("Event 'user' of " + Shop.class.getName()
					+ ".user(Object) was not emitted: data is no JSON object");
		});
	}

	@Test
	void aPublisherThatFailsUnreadablyKeepsNoErrorOfTheMethodFromTheCaller(CapturedOutput output) {
		run((shop, publisher) -> {
			publisher.failWith(new UnreadableException());
			assertThatIllegalStateException().isThrownBy(() -> shop.outcome("ada", true)).withMessage("sold out");
			assertThat(output).contains("Event 'failed' of " + Shop.class.getName()
					+ ".outcome(String, boolean) was not emitted: " + UnreadableException.class.getName());
		});
	}

	@Test
	void placeholdersInTheNameAreReplaced() {
		EventContext.runner().withBean("shop", Shop.class).withPropertyValues("shop.prefix=eu").run((context) -> {
			context.getBean(Shop.class).placeholder("ada");
			assertThat(EventContext.publisher(context).events()).containsExactly("eu.order user:ada {}");
		});
	}

	@Test
	void theCurrentUserComesFromTheResolver() {
		EventContext.runner()
			.withBean("shop", Shop.class)
			.withBean(LunogramSubjectResolver.class,
					() -> () -> List.of(ExternalId.of("me"), ExternalId.of("crm", "1")))
			.run((context) -> {
				context.getBean(Shop.class).current();
				assertThat(EventContext.publisher(context).events()).containsExactly("current user:me+user:crm:1 {}");
			});
	}

	@Test
	void withoutACurrentUserNothingIsEmitted(CapturedOutput output) {
		EventContext.runner()
			.withBean("shop", Shop.class)
			.withBean(LunogramSubjectResolver.class, () -> List::of)
			.run((context) -> {
				context.getBean(Shop.class).current();
				assertThat(EventContext.publisher(context).writes()).isEmpty();
				assertThat(output).contains("user is left out and there is no current user");
			});
	}

	@Test
	void aResolverThatFailsDoesNotReachTheCaller(CapturedOutput output) {
		EventContext.runner().withBean("shop", Shop.class).withBean(LunogramSubjectResolver.class, () -> () -> {
			throw new IllegalStateException("no session");
		}).run((context) -> {
			context.getBean(Shop.class).current();
			assertThat(EventContext.publisher(context).writes()).isEmpty();
			assertThat(output).contains("was not emitted: no session");
		});
	}

	private static void run(ThrowingConsumer test) {
		EventContext.runner()
			.withBean("shop", Shop.class)
			.run((context) -> test.accept(context.getBean(Shop.class), EventContext.publisher(context)));
	}

	interface ThrowingConsumer {

		void accept(Shop shop, RecordingPublisher publisher);

	}

	static class Shop {

		public String getName() {
			return "shop";
		}

		@LunogramEvent(name = "order.completed", user = "#order.customerId",
				data = "{total: #order.total, id: #result, fixed: 1}", condition = "#order.total > 0")
		String complete(@Nullable Order order) {
			return "receipt-" + ((order != null) ? order.total() : 0);
		}

		@LunogramEvent(name = "conditional", user = "'ada'", condition = "#yes")
		void conditional(@Nullable Boolean yes) {
		}

		@LunogramEvent(name = "by.position", user = "#p0", data = "{a: #a1, p: #p1}")
		void byPosition(String user, int number) {
		}

		@LunogramEvent(name = "root", user = "#root.args[0]",
				data = "{target: #root.target.name, method: #root.method.name, args: args.length, same: method.name}")
		void root(String user) {
		}

		@LunogramEvent(name = "spel", user = "#orders[0].customerId",
				data = "{bean: @shop.getName(), max: T(Math).max(#orders[0].total, #orders[1].total), "
						+ "big: #orders.?[total > 3].![customerId], all: #orders.![total], none: null, "
						+ "key: {total: 7}['total']}")
		void spel(List<Order> orders) {
		}

		@LunogramEvent(name = "shadowed", user = "#user", data = "{result: #result, parameter: #p1}")
		String shadowed(String user, String result) {
			return "returned";
		}

		@LunogramEvent(name = "succeeded", user = "#user")
		@LunogramEvent(name = "failed", user = "#user", data = "{error: #error.message}", on = LunogramEvent.On.FAILURE)
		@LunogramEvent(name = "ended", user = "#user", data = "{error: #error?.message}", on = LunogramEvent.On.ANY)
		void outcome(String user, boolean fail) {
			if (fail) {
				throw new IllegalStateException("sold out");
			}
		}

		@LunogramEvent(name = "user", user = "#user")
		void user(@Nullable Object user) {
		}

		@LunogramEvent(name = "data", user = "'ada'", data = "#data")
		void data(@Nullable Object data) {
		}

		@LunogramEvent(name = "organization", organization = "#organization", data = "{org: true}")
		void organization(@Nullable Object organization) {
		}

		@LunogramEvent(name = "match.users", match = "#pairs")
		@LunogramEvent(name = "match.organizations", match = "#pairs", subject = SubjectType.ORGANIZATION)
		void matching(@Nullable Object pairs) {
		}

		@LunogramEvent(name = "first", user = "#user", data = "{length: #text.length()}")
		@LunogramEvent(name = "second", user = "#user")
		void two(String user, @Nullable String text) {
		}

		@LunogramEvent(name = "${shop.prefix:de}.order", user = "#user")
		void placeholder(String user) {
		}

		@LunogramEvent("current")
		void current() {
		}

	}

}
