package com.lunogram.spring;

import com.lunogram.spring.boot.autoconfigure.LunogramEventAutoConfiguration;
import org.aopalliance.intercept.MethodInterceptor;
import org.aspectj.weaver.Advice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.aspectj.annotation.AnnotationAwareAspectJAutoProxyCreator;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.InfrastructureAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What is registered, and in what surroundings it works.
 */
class LunogramEventConfigurationTests {

	@Test
	void everythingIsInfrastructureOfOurs() {
		EventContext.runner().run((context) -> {
			for (String name : context.getBeanNamesForType(LunogramEventAdvisor.class)) {
				assertThat(context.getBeanFactory().getMergedBeanDefinition(name).getRole())
					.isEqualTo(BeanDefinition.ROLE_INFRASTRUCTURE);
			}
			assertThat(context).hasSingleBean(LunogramEventAdvisor.class).hasSingleBean(LunogramEventListener.class);
		});
	}

	@Test
	void backsOffWhenDisabled() {
		EventContext.runner()
			.withPropertyValues("lunogram.events.enabled=false")
			.withBean(Shop.class)
			.run(LunogramEventConfigurationTests::assertAbsent);
	}

	@Test
	void backsOffWithoutAPublisher() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LunogramEventAutoConfiguration.class))
			.withBean(Shop.class)
			.run(LunogramEventConfigurationTests::assertAbsent);
	}

	@Test
	void proxiesClassesWithoutTheAutoConfigurationOfAop() {
		EventContext.runner()
			.withBean(Shop.class)
			.run((context) -> assertEmits(context, InfrastructureAdvisorAutoProxyCreator.class));
	}

	@Test
	void proxiesClassesWithAspectj() {
		EventContext.runner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
			.withBean(Shop.class)
			.run((context) -> assertEmits(context, AnnotationAwareAspectJAutoProxyCreator.class));
	}

	@Test
	void proxiesClassesWithoutAspectj() {
		EventContext.runner()
			.withClassLoader(new FilteredClassLoader(Advice.class))
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
			.withBean(Shop.class)
			.run((context) -> assertEmits(context, InfrastructureAdvisorAutoProxyCreator.class));
	}

	@Test
	void proxiesClassesIfAopIsNotConfiguredAutomatically() {
		EventContext.runner()
			.withPropertyValues("spring.aop.auto=false")
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
			.withBean(Shop.class)
			.run((context) -> assertEmits(context, InfrastructureAdvisorAutoProxyCreator.class));
	}

	@Test
	void worksWithoutAnyOfTheOptionalLibraries() {
		EventContext.runner()
			.withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams", "kotlin", "kotlinx",
					"org.springframework.security", "org.springframework.transaction", "org.aspectj"))
			.withBean(Shop.class)
			.run((context) -> assertEmits(context, InfrastructureAdvisorAutoProxyCreator.class));
	}

	@Test
	void worksWithLazyInitialization() {
		EventContext.runner()
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(Shop.class)
			.run((context) -> assertEmits(context, InfrastructureAdvisorAutoProxyCreator.class));
	}

	@Test
	void emitsForAProxyWhoseTargetDoesNotImplementItsInterfaceLikeThatOfARepository() {
		EventContext.runner().withBean(Signing.class, () -> {
			ProxyFactory repository = new ProxyFactory(new Object());
			repository.addInterface(Signing.class);
			repository.addAdvice((MethodInterceptor) (invocation) -> null);
			return (Signing) repository.getProxy();
		}).run((context) -> {
			context.getBean(Signing.class).sign("ada");
			context.getBean(Signing.class).sign("bob");
			assertThat(EventContext.publisher(context).events()).containsExactly("signed user:ada {}",
					"signed user:bob {}");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void emitsOnceWhereTwoCreatorsMakeProxies(boolean ofClasses) {
		EventContext.runner()
			.withPropertyValues("spring.aop.proxy-target-class=" + ofClasses)
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
			.withBean("second", DefaultAdvisorAutoProxyCreator.class, () -> {
				DefaultAdvisorAutoProxyCreator second = new DefaultAdvisorAutoProxyCreator();
				second.setProxyTargetClass(ofClasses);
				return second;
			})
			.withBean(Signing.class, Signer::new)
			.run((context) -> {
				assertThat(AopProxyUtils.getSingletonTarget(context.getBean(Signing.class)))
					.matches(AopUtils::isAopProxy);
				context.getBean(Signing.class).sign("ada");
				assertThat(EventContext.publisher(context).events()).containsExactly("signed user:ada {}");
			});
	}

	@Test
	void emitsOnceForABeanThatIsAProxyAroundABeanThatEmits() {
		EventContext.runner()
			.withBean("signer", Signing.class, Signer::new)
			.withUserConfiguration(ProxyAroundABean.class)
			.run((context) -> {
				context.getBean("around", Signing.class).sign("ada");
				assertThat(EventContext.publisher(context).events()).containsExactly("signed user:ada {}");
			});
	}

	@Test
	void aLazyBeanWhoseTypeCannotBeToldIsLeftAlone() {
		EventContext.runner().run((context) -> {
			ConfigurableListableBeanFactory beanFactory = mock();
			given(beanFactory.getBeanDefinitionNames()).willReturn(new String[] { "missing" });
			given(beanFactory.getType("missing", false)).willThrow(new NoClassDefFoundError("com/example/Missing"));
			assertThatNoException().isThrownBy(new LunogramEventStartCheck(beanFactory,
					context.getBean(EventMethods.class), context.getBean(EventTypes.class),
					context.getBean(LunogramEventListener.class))::afterSingletonsInstantiated);
		});
	}

	@Test
	void onlyAnnotatedBeansAreProxied() {
		EventContext.runner().withBean(Plain.class).run((context) -> {
			assertThat(AopUtils.isAopProxy(context.getBean(Plain.class))).isFalse();
			assertThat(AopUtils.isAopProxy(EventContext.publisher(context))).isFalse();
		});
	}

	@Test
	void thePublisherIsNotCreatedForTheSakeOfTheAdvice() {
		EventContext.runner()
			.withBean(Shop.class)
			.withBean("second", RecordingPublisher.class, RecordingPublisher::new,
					(definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeanFactory().containsSingleton("second")).isFalse();
			});
	}

	private static void assertAbsent(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed()
			.doesNotHaveBean(LunogramEventConfiguration.class)
			.doesNotHaveBean(LunogramEventAdvisor.class)
			.doesNotHaveBean(LunogramEventListener.class)
			.doesNotHaveBean(EventTypes.class);
		assertThat(AopUtils.isAopProxy(context.getBean(Shop.class))).isFalse();
	}

	private static void assertEmits(AssertableApplicationContext context, Class<?> creator) {
		assertThat(context).hasNotFailed();
		assertThat(context.getBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME)).isExactlyInstanceOf(creator);
		Shop shop = context.getBean(Shop.class);
		assertThat(AopUtils.isCglibProxy(shop)).isTrue();
		shop.act("ada");
		assertThat(EventContext.publisher(context).events()).containsExactly("acted user:ada {}");
	}

	/**
	 * An interface, so that only the choice of class proxies makes it a class proxy.
	 */
	public interface Acting {

		/**
		 * Acts.
		 * @param who who acts
		 */
		void act(String who);

	}

	/**
	 * Public, as its proxy may be defined by another class loader.
	 */
	public static class Shop implements Acting {

		@Override
		@LunogramEvent(name = "acted", user = "#who")
		public void act(String who) {
		}

	}

	public interface Signing {

		/**
		 * Signs.
		 * @param who who signs
		 */
		@LunogramEvent(name = "signed", user = "#who")
		void sign(String who);

	}

	/**
	 * Public, as its proxy may be defined by another class loader.
	 */
	public static class Signer implements Signing {

		@Override
		public void sign(String who) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxyAroundABean {

		@Bean
		Signing around(Signing signer) {
			return (Signing) new ProxyFactory(signer).getProxy();
		}

	}

	static class Plain {

		void act() {
		}

	}

}
