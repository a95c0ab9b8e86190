package com.lunogram.spring;

import java.util.Set;
import java.util.TreeSet;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/**
 * Registers what no bean method can: a creator of proxies, and the annotated types of the
 * application's packages.
 */
class LunogramEventRegistrar implements ImportBeanDefinitionRegistrar {

	static final String EVENT_TYPES = "lunogramEventTypes";

	/** Spring Boot's, which has read the application's classes to find its components. */
	private static final String METADATA_READERS = "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

	private final BeanFactory beanFactory;

	private final Environment environment;

	private final ResourceLoader resourceLoader;

	LunogramEventRegistrar(BeanFactory beanFactory, Environment environment, ResourceLoader resourceLoader) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.resourceLoader = resourceLoader;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata, BeanDefinitionRegistry registry) {
		// Boot has none with spring.aop.auto=false, nor for proxies of interfaces
		// without AspectJ's weaver.
		AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
		if (proxiesClasses(this.environment)) {
			AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(registry);
		}
		if (!registry.containsBeanDefinition(EVENT_TYPES)) {
			registry.registerBeanDefinition(EVENT_TYPES, eventTypes());
		}
	}

	static boolean proxiesClasses(Environment environment) {
		return environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true);
	}

	private BeanDefinition eventTypes() {
		Set<String> names = new TreeSet<>();
		if (AutoConfigurationPackages.has(this.beanFactory)) {
			Scanner scanner = new Scanner(this.environment, this.resourceLoader);
			if (this.beanFactory.containsBean(METADATA_READERS)) {
				scanner
					.setMetadataReaderFactory(this.beanFactory.getBean(METADATA_READERS, MetadataReaderFactory.class));
			}
			for (String basePackage : AutoConfigurationPackages.get(this.beanFactory)) {
				for (BeanDefinition candidate : scanner.findCandidateComponents(basePackage)) {
					names.add(String.valueOf(candidate.getBeanClassName()));
				}
			}
		}
		RootBeanDefinition definition = new RootBeanDefinition(EventTypes.class);
		definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, names.toArray(new String[0]));
		return definition;
	}

	/**
	 * Finds annotated types of any kind, as long as they carry the annotation themselves.
	 */
	private static final class Scanner extends ClassPathScanningCandidateComponentProvider {

		Scanner(Environment environment, ResourceLoader resourceLoader) {
			super(false, environment);
			setResourceLoader(resourceLoader);
			addIncludeFilter(new AnnotationTypeFilter(LunogramEvent.class));
			addIncludeFilter(new AnnotationTypeFilter(LunogramEvents.class));
		}

		@Override
		protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
			return !definition.getMetadata().isAnnotation();
		}

	}

}
