package com.lunogram.spring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Proxy;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;
import org.springframework.samples.SampleShop;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the annotation is found.
 */
class LunogramEventDeclarationTests {

	@Test
	void repeatedOnAMethod() {
		EventContext.runner().withBean(Repeated.class).run((context) -> {
			context.getBean(Repeated.class).act("ada");
			assertThat(EventContext.publisher(context).events()).containsExactly("one user:ada {}", "two user:ada {}");
		});
	}

	@Test
	void inAnApplicationThatIsASampleOfSpring() {
		EventContext.runner().withBean(SampleShop.class).run((context) -> {
			context.getBean(SampleShop.class).sell("ada");
			assertThat(EventContext.publisher(context).events()).containsExactly("sold user:ada {}");
		});
	}

	@Test
	void onAnAnnotationThatOverridesAttributes() {
		EventContext.runner().withBean(Composed.class).run((context) -> {
			context.getBean(Composed.class).act("ada");
			context.getBean(Composed.class).both("bob");
			assertThat(EventContext.publisher(context).events()).containsExactly("audit.acted user:ada {by=audit}",
					"own user:bob {}", "audit.both user:bob {by=audit}");
		});
	}

	@Test
	void onTheMethodOfAnInterfaceWithItsParameterNames() {
		EventContext.runner().withBean(Implementation.class).run((context) -> {
			context.getBean(Contract.class).act("ada");
			context.getBean(Implementation.class).act("bob");
			assertThat(EventContext.publisher(context).events()).containsExactly("contract user:ada {}",
					"contract user:bob {}");
		});
	}

	@Test
	void onTheMethodOfAnInterfaceBehindAJdkProxy() {
		EventContext.runner()
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(Contract.class, Implementation::new)
			.run((context) -> {
				Contract bean = context.getBean(Contract.class);
				assertThat(Proxy.isProxyClass(bean.getClass())).isTrue();
				bean.act("ada");
				assertThat(EventContext.publisher(context).events()).containsExactly("contract user:ada {}");
			});
	}

	@Test
	void onAFinalClassBehindAJdkProxy() {
		EventContext.runner()
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(Contract.class, FinalImplementation::new)
			.run((context) -> {
				context.getBean(Contract.class).act("ada");
				assertThat(EventContext.publisher(context).events()).containsExactly("final user:ada {}");
			});
	}

	@Test
	void onABeanThatIsAProxyItself() {
		EventContext.runner()
			.withBean("contract", Contract.class,
					() -> (Contract) Proxy.newProxyInstance(Contract.class.getClassLoader(),
							new Class<?>[] { Contract.class }, (proxy, method, args) -> switch (method.getName()) {
								case "hashCode" -> System.identityHashCode(proxy);
								case "equals" -> proxy == args[0];
								default -> null;
							}))
			.run((context) -> {
				context.getBean(Contract.class).act("ada");
				assertThat(EventContext.publisher(context).events()).containsExactly("contract user:ada {}");
			});
	}

	@Test
	void onTheMethodOfAGenericInterface() {
		EventContext.runner().withBean(GenericImplementation.class).run((context) -> {
			GenericContract<String> bean = context.getBean(GenericImplementation.class);
			bean.act("ada");
			assertThat(EventContext.publisher(context).events()).containsExactly("generic user:ada {}");
		});
	}

	@Test
	void onAMethodThatASuperclassImplements() {
		EventContext.runner().withBean(Inheriting.class).run((context) -> {
			context.getBean(Contract.class).act("ada");
			assertThat(EventContext.publisher(context).events()).containsExactly("contract user:ada {}");
		});
	}

	@Test
	void onTheMethodOfASuperclass() {
		EventContext.runner().withBean(Sub.class).run((context) -> {
			context.getBean(Sub.class).inherited("ada");
			context.getBean(Sub.class).overridden("bob");
			assertThat(EventContext.publisher(context).events()).containsExactly("inherited user:ada {}",
					"overridden user:bob {}");
		});
	}

	@Test
	void theNearestCountsAlone() {
		EventContext.runner().withBean(Nearest.class).run((context) -> {
			context.getBean(Nearest.class).act("ada");
			assertThat(EventContext.publisher(context).events()).containsExactly("nearest user:ada {}");
		});
	}

	@Test
	void eachOfTwoBeansOfOneInterfaceHasItsOwn() {
		EventContext.runner().withBean(Nearest.class).withBean(Implementation.class).run((context) -> {
			context.getBean(Nearest.class).act("ada");
			context.getBean(Implementation.class).act("bob");
			assertThat(EventContext.publisher(context).events()).containsExactly("nearest user:ada {}",
					"contract user:bob {}");
		});
	}

	@Test
	void aScopedProxyEmitsOnce() {
		EventContext.runner().withUserConfiguration(Scoped.class).run((context) -> {
			context.getBean(Contract.class).act("ada");
			assertThat(EventContext.publisher(context).events()).containsExactly("contract user:ada {}");
		});
	}

	@Test
	void aMethodWithoutItEmitsNothing() {
		EventContext.runner().withBean(Repeated.class).run((context) -> {
			context.getBean(Repeated.class).other("ada");
			assertThat(EventContext.publisher(context).writes()).isEmpty();
		});
	}

	@Test
	void aMethodOfTheSameNameWithoutItEmitsNothing() {
		EventContext.runner().withBean(Repeated.class).run((context) -> {
			context.getBean(Repeated.class).act(1);
			assertThat(EventContext.publisher(context).writes()).isEmpty();
		});
	}

	@Test
	void onAnAnnotationThatIsRepeated() {
		EventContext.runner().withBean(RepeatedComposed.class).run((context) -> {
			context.getBean(RepeatedComposed.class).act("ada");
			assertThat(EventContext.publisher(context).events()).containsExactly("first user:ada {}",
					"second user:ada {}");
		});
	}

	@Test
	void whereThereIsNoneNothingIsMadeToEmitAny() {
		EventContext.runner()
			.withBean(Unaware.class)
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("lunogramEventMachinery"))
				.isFalse());
	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.METHOD)
	@LunogramEvent(name = "step", user = "#who")
	@Repeatable(Steps.class)
	@interface Step {

		@AliasFor(annotation = LunogramEvent.class, attribute = "name")
		String value();

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.METHOD)
	@interface Steps {

		Step[] value();

	}

	static class RepeatedComposed {

		@Step("first")
		@Step("second")
		void act(String who) {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.METHOD)
	@LunogramEvent(name = "audit", user = "#who", data = "{by: 'audit'}")
	@interface Audited {

		@AliasFor(annotation = LunogramEvent.class, attribute = "name")
		String value();

		@AliasFor(annotation = LunogramEvent.class)
		String user() default "#who";

	}

	static class Repeated {

		@LunogramEvent(name = "one", user = "#who")
		@LunogramEvent(name = "two", user = "#who")
		void act(String who) {
		}

		void act(int who) {
		}

		void other(String who) {
		}

	}

	static class Composed {

		@Audited("audit.acted")
		void act(String who) {
		}

		@Audited(value = "audit.both", user = "#somebody")
		@LunogramEvent(name = "own", user = "#somebody")
		void both(String somebody) {
		}

	}

	interface Contract {

		@LunogramEvent(name = "contract", user = "#who")
		void act(String who);

	}

	static class Implementation implements Contract {

		@Override
		public void act(String person) {
		}

	}

	static final class FinalImplementation implements Contract {

		@Override
		@LunogramEvent(name = "final", user = "#person")
		public void act(String person) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		@Scope(scopeName = BeanDefinition.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.TARGET_CLASS)
		Implementation scoped() {
			return new Implementation();
		}

	}

	interface GenericContract<T> {

		@LunogramEvent(name = "generic", user = "#who")
		void act(T who);

	}

	static class GenericImplementation implements GenericContract<String> {

		@Override
		public void act(String person) {
		}

	}

	static class Unaware {

		public void act(String person) {
		}

	}

	static class Inheriting extends Unaware implements Contract {

	}

	static class Super {

		@LunogramEvent(name = "inherited", user = "#who")
		void inherited(String who) {
		}

		@LunogramEvent(name = "overridden", user = "#who")
		void overridden(String who) {
		}

	}

	static class Sub extends Super {

		@Override
		void overridden(String person) {
		}

	}

	static class Nearest implements Contract {

		@Override
		@LunogramEvent(name = "nearest", user = "#person")
		public void act(String person) {
		}

	}

}
