package com.lunogram.spring;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.boot.autoconfigure.LunogramEventAutoConfiguration;
import com.lunogram.spring.scanned.ScannedApplication;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.Compiled;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ahead-of-time processing.
 */
class LunogramEventAotTests {

	@Test
	void theAnnotationCanBeRead() {
		RuntimeHints hints = new RuntimeHints();
		new LunogramEventRuntimeHints().registerHints(hints, null);
		for (Class<?> type : List.of(LunogramEvent.class, LunogramEvents.class, MethodRoot.class)) {
			for (Method method : type.getDeclaredMethods()) {
				assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).accepts(hints);
			}
		}
	}

	@Test
	@CompileWithForkedClassLoader
	@SuppressWarnings("unchecked")
	void aProcessedContextEmits() {
		TestGenerationContext generation = new TestGenerationContext(
				ClassName.get("com.lunogram.spring", "LunogramEventAotTestsTarget"));
		AnnotationConfigApplicationContext processed = new AnnotationConfigApplicationContext();
		processed.register(Application.class);
		ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(processed, generation);
		generation.writeGeneratedContent();

		RuntimeHints hints = generation.getRuntimeHints();
		assertAccessible(hints, Order.class, Receipt.class, Line.class);
		assertThat(RuntimeHintsPredicates.reflection().onType(ScannedApplication.Nested.class)).accepts(hints);

		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			GenericApplicationContext context = new GenericApplicationContext();
			context.setClassLoader(compiled.getClassLoader());
			((ApplicationContextInitializer<GenericApplicationContext>) instance(compiled, initializer))
				.initialize(context);
			context.refresh();
			context.getBean(Shop.class).complete(Order.of("ada", 12), List.of());
			assertThat(((RecordingPublisher) context.getBean(LunogramPublisher.class)).events())
				.containsExactly("order.completed user:ada {total=12, id=r1}");
			assertThat(context.getBean(EventTypes.class).names())
				.containsExactly(ScannedApplication.class.getName() + "$Published");
			context.close();
		});
	}

	private static void assertAccessible(RuntimeHints hints, Class<?>... types) {
		for (Class<?> type : types) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategories(MemberCategory.INVOKE_PUBLIC_METHODS, MemberCategory.ACCESS_PUBLIC_FIELDS))
				.accepts(hints);
		}
	}

	private static Object instance(Compiled compiled, ClassName name) {
		return compiled.getInstance(Object.class, name.canonicalName());
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ScannedApplication.class)
	@ImportAutoConfiguration(LunogramEventAutoConfiguration.class)
	public static class Application {

		@Bean
		public LunogramPublisher publisher() {
			return new RecordingPublisher();
		}

		@Bean
		public Shop shop() {
			return new Shop();
		}

	}

	/**
	 * The annotated bean.
	 */
	public static class Shop {

		@LunogramEvent(name = "order.completed", user = "#order.customerId",
				data = "{total: #order.total, id: #result.id}")
		public Receipt complete(Order order, List<Line[]> lines) {
			return new Receipt("r1");
		}

	}

	/**
	 * What the bean returns.
	 *
	 * @param id any id
	 */
	public record Receipt(String id) {

	}

	/**
	 * What the bean takes.
	 *
	 * @param amounts any amounts
	 */
	public record Line(Map<String, Integer> amounts) {

	}

}
