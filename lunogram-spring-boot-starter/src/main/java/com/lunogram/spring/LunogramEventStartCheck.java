package com.lunogram.spring;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Checks at the start what would otherwise be checked later, or too late: the types of
 * published objects, and the methods of beans that are only created when needed.
 */
final class LunogramEventStartCheck implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(LunogramEvent.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final EventMethods methods;

	private final EventTypes types;

	private final LunogramEventListener listener;

	LunogramEventStartCheck(ConfigurableListableBeanFactory beanFactory, EventMethods methods, EventTypes types,
			LunogramEventListener listener) {
		this.beanFactory = beanFactory;
		this.methods = methods;
		this.types = types;
		this.listener = listener;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.listener.prepare(this.types, this.beanFactory.getBeanClassLoader());
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			if (!this.beanFactory.containsSingleton(name)) {
				check(name);
			}
		}
	}

	private void check(String name) {
		try {
			Class<?> type = this.beanFactory.getType(name, false);
			if (type != null) {
				this.methods.existIn(type);
			}
		}
		catch (BeansException | IllegalStateException | LinkageError ex) {
			// A bean that nobody may ever ask for must not stop the start for its own
			// sake.
			logger.debug("Cannot tell whether bean '{}' emits events", name, ex);
		}
	}

}
