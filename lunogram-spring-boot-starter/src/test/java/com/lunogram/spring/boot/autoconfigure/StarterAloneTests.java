package com.lunogram.spring.boot.autoconfigure;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import com.lunogram.LunogramClient;
import com.lunogram.spring.boot.health.LunogramHealthIndicator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the starter is found without being named, and needs none of the libraries
 * that it can make use of: by starting an application on a class path without their jars.
 */
class StarterAloneTests {

	private static final String ALL = "spring-boot-health|spring-boot-actuator|spring-boot-micrometer|micrometer-core|micrometer-tracing|spring-boot-test"
			+ "|spring-boot-starter-test|spring-boot-restclient-test|spring-test|spring-tx|spring-security|reactor|reactive-streams"
			+ "|kotlin|micrometer-observation-test|wiremock|archunit|spring-kafka|spring-boot-kafka|kafka|spring-messaging"
			+ "|spring-boot-docker-compose|spring-boot-testcontainers|testcontainers|spring-boot-http-client|spring-boot-restclient";

	/** What works with databases, all of which needs transactions. */
	private static final String DATABASES = "spring-tx|spring-jdbc|spring-orm|spring-data|spring-boot-jdbc|spring-boot-sql"
			+ "|spring-boot-data|spring-boot-hibernate|spring-boot-jpa|spring-boot-persistence|spring-boot-flyway"
			+ "|spring-boot-transaction|flyway|hibernate|HikariCP|h2";

	@Test
	void nothingElseIsNeeded() throws Exception {
		assertThat(beansWithout(ALL + "|" + DATABASES, "--lunogram.api-key=sk_secret",
				"--lunogram.events.trace-id-key=trace"))
			.contains(LunogramClient.class.getName(), LunogramProperties.class.getName())
			.noneMatch((bean) -> bean.contains(".health."))
			.doesNotContain(DisabledLunogramPublisher.class.getName());
	}

	@Test
	void nothingElseIsNeededToSwitchItOff() throws Exception {
		assertThat(beansWithout(ALL + "|" + DATABASES, "--lunogram.enabled=false"))
			.contains(DisabledLunogramPublisher.class.getName())
			.doesNotContain(LunogramClient.class.getName(), LunogramProperties.class.getName());
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring-boot-actuator", "spring-boot-micrometer", "spring-boot-micrometer|micrometer-core",
			"micrometer-tracing", DATABASES + "|spring-kafka",
			"spring-boot-jdbc|spring-boot-hibernate|spring-boot-data|spring-boot-flyway",
			"spring-security|spring-boot-kafka", "kotlin",
			"spring-boot-docker-compose|spring-boot-testcontainers|testcontainers",
			"spring-boot-restclient|spring-boot-http-client" })
	void noneOfTheOthersIsNeeded(String jars) throws Exception {
		assertThat(beansWithout(jars, "--lunogram.api-key=sk_secret")).contains(LunogramClient.class.getName(),
				LunogramHealthIndicator.class.getName());
	}

	/**
	 * Starts the application and stops it again.
	 * @return the types of all beans of this library
	 */
	private static List<String> beansWithout(String jars, String... arguments) throws Exception {
		Pattern missing = Pattern.compile("(" + jars + ").*[.]jar");
		URL[] urls = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
			.splitAsStream(System.getProperty("java.class.path"))
			.map(Path::of)
			.filter((path) -> !missing.matcher(path.getFileName().toString()).matches())
			.map(StarterAloneTests::url)
			.toArray(URL[]::new);
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			Class<?> application = loader.loadClass(Application.class.getName());
			String beans = (String) application.getMethod("start", String[].class).invoke(null, (Object) arguments);
			return List.of(beans.split(","));
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What is started.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		/**
		 * Starts and stops.
		 * @param arguments command line
		 * @return names of the types of our beans
		 */
		public static String start(String... arguments) {
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.setRegisterShutdownHook(false);
			try (ConfigurableApplicationContext context = application.run(arguments)) {
				return String.join(",",
						List.of(context.getBeanDefinitionNames())
							.stream()
							.map(context::getType)
							.filter((type) -> type != null && type.getName().startsWith("com.lunogram."))
							.map((type) -> ClassUtils.getUserClass(type).getName())
							.toList());
			}
		}

	}

}
