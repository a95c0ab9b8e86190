package com.lunogram.spring;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Starts an application on a class path that lacks all optional libraries for real: a
 * filtered class loader does not keep our own classes from linking to them.
 */
class OptionalLibrariesTests {

	private static final List<String> OPTIONAL = List.of("reactor-core", "reactive-streams", "kotlin",
			"spring-security", "spring-tx", "spring-jdbc", "aspectjweaver");

	@Test
	void none() throws Exception {
		List<URL> classPath = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
			String name = Path.of(entry).getFileName().toString();
			if (OPTIONAL.stream().noneMatch(name::startsWith)) {
				classPath.add(Path.of(entry).toUri().toURL());
			}
		}
		ClassLoader original = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader classLoader = new URLClassLoader(classPath.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			assertThatExceptionOfType(ClassNotFoundException.class)
				.isThrownBy(() -> classLoader.loadClass("reactor.core.publisher.Mono"));
			Thread.currentThread().setContextClassLoader(classLoader);
			Runnable application = (Runnable) classLoader.loadClass(Application.class.getName())
				.getDeclaredConstructor()
				.newInstance();
			application.run();
		}
		finally {
			Thread.currentThread().setContextClassLoader(original);
		}
	}

	/**
	 * What runs on the other class path.
	 */
	public static class Application implements Runnable {

		@Override
		public void run() {
			RecordingPublisher publisher = new RecordingPublisher();
			try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
				context.registerBean(RecordingPublisher.class, () -> publisher);
				context.registerBean(LunogramEventConfigurationTests.Shop.class);
				context.register(LunogramEventConfiguration.class);
				context.refresh();
				context.getBean(LunogramEventConfigurationTests.Shop.class).act("ada");
				context.publishEvent(new Published("bob"));
				assertThat(context.getBeanNamesForType(LunogramSubjectResolver.class)).isEmpty();
			}
			assertThat(publisher.events()).containsExactly("acted user:ada {}",
					"published user:bob Published[who=bob]");
		}

	}

	@LunogramEvent(name = "published", user = "who")
	record Published(String who) {

	}

}
