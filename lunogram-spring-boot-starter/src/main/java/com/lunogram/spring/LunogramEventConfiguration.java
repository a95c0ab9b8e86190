package com.lunogram.spring;

import com.lunogram.delivery.LunogramPublisher;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes {@link LunogramEvent} work in a context that has a {@link LunogramPublisher}. It
 * is public for the auto-configuration, which imports it: an application need not name
 * it.
 */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
@Import(LunogramEventRegistrar.class)
@ImportRuntimeHints(LunogramEventRuntimeHints.class)
public class LunogramEventConfiguration {

	LunogramEventConfiguration() {
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static EventTemplateFactory lunogramEventTemplateFactory(ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		return new EventTemplateFactory(beanFactory, environment);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static EventMethods lunogramEventMethods(EventTemplateFactory templates,
			ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return new EventMethods(templates, beanFactory.getBeanClassLoader(),
				LunogramEventRegistrar.proxiesClasses(environment));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ExpressionEnvironment lunogramEventExpressionEnvironment(ConfigurableListableBeanFactory beanFactory) {
		return new ExpressionEnvironment(beanFactory, beanFactory.getBeanClassLoader());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static CurrentUser lunogramEventCurrentUser(ObjectProvider<LunogramSubjectResolver> resolver) {
		return new CurrentUser(resolver);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static EventEmitter lunogramEventEmitter(ObjectProvider<LunogramPublisher> publisher,
			ObjectProvider<HeldEventObserver> observers, ConfigurableListableBeanFactory beanFactory) {
		return new EventEmitter(new EventHandover(publisher::getObject,
				SingletonSupplier.of(() -> observers.orderedStream().toList()), beanFactory.getBeanClassLoader()));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LunogramEventAdvisor lunogramEventAdvisor(EventMethods methods, EventEmitter emitter,
			ExpressionEnvironment environment, CurrentUser currentUser) {
		return new LunogramEventAdvisor(methods,
				new LunogramEventInterceptor(methods, emitter, environment, currentUser));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LunogramEventListener lunogramEventListener(EventTemplateFactory templates, EventEmitter emitter,
			ExpressionEnvironment environment, CurrentUser currentUser) {
		return new LunogramEventListener(templates, emitter, environment, currentUser);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LunogramEventStartCheck lunogramEventStartCheck(ConfigurableListableBeanFactory beanFactory,
			EventMethods methods, EventTypes types, LunogramEventListener listener) {
		return new LunogramEventStartCheck(beanFactory, methods, types, listener);
	}

	/**
	 * Asks Spring Security who the current user is.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SecurityContextHolder.class)
	static class SecurityConfiguration {

		@Bean
		@ConditionalOnMissingBean(LunogramSubjectResolver.class)
		static SecurityContextSubjectResolver lunogramSubjectResolver(
				ObjectProvider<SecurityContextHolderStrategy> strategy) {
			return new SecurityContextSubjectResolver(
					() -> strategy.getIfUnique(SecurityContextHolder::getContextHolderStrategy));
		}

	}

}
