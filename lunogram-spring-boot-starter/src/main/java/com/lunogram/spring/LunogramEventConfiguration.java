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
import org.springframework.context.annotation.Lazy;
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
	@Lazy
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static EventMachinery lunogramEventMachinery(ConfigurableListableBeanFactory beanFactory, Environment environment,
			ObjectProvider<LunogramPublisher> publisher, ObjectProvider<HeldEventObserver> observers,
			ObjectProvider<LunogramSubjectResolver> resolver) {
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		EventTemplateFactory templates = new EventTemplateFactory(beanFactory, environment);
		return new EventMachinery(templates,
				new EventMethodFactory(templates, classLoader, LunogramEventRegistrar.proxiesClasses(environment)),
				new EventEmitter(new EventHandover(publisher::getObject,
						SingletonSupplier.of(() -> observers.orderedStream().toList()), classLoader)),
				new ExpressionEnvironment(beanFactory, classLoader), new CurrentUser(resolver));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static EventMethods lunogramEventMethods(ObjectProvider<EventMachinery> machinery) {
		return new EventMethods(machinery);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LunogramEventAdvisor lunogramEventAdvisor(EventMethods methods, ObjectProvider<EventMachinery> machinery) {
		return new LunogramEventAdvisor(methods,
				SingletonSupplier.of(() -> new LunogramEventInterceptor(methods, machinery.getObject())));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LunogramEventListener lunogramEventListener(ObjectProvider<EventMachinery> machinery) {
		return new LunogramEventListener(SingletonSupplier.of(machinery::getObject));
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
