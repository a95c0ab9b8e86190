package com.lunogram.spring.benchmark;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.LunogramEventConfiguration;
import io.micrometer.core.aop.TimedAspect;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.aop.ObservedAspect;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Role;

/**
 * What {@code @LunogramEvent} costs a call: beside the same method behind an advisor that
 * does nothing, beside the same event published by hand, and beside {@code @Observed} and
 * {@code @Timed}. Each bean is proxied by Spring, as it would be in an application.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 15, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = { "-Xmx3g", "-Xms3g" })
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class AnnotationBenchmark {

	private static final Order ORDER = new Order("ord-2026-11-000417", "user-1", 129.95, "EUR");

	/** What everything else is measured against. */
	@Benchmark
	public String doNothing(DoNothing advised) {
		return advised.shop.complete(ORDER);
	}

	/** The annotation. */
	@Benchmark
	public String lunogramEvent(Annotated annotated) {
		return annotated.shop.completeAnnotated(ORDER);
	}

	/** The event itself, without the annotation, behind the advisor. */
	@Benchmark
	public String byHand(ByHand byHand) {
		return byHand.shop.completeByHand(ORDER);
	}

	/** The event itself, when its data is put into a map first. */
	@Benchmark
	public String byHandWithMap(ByHand byHand) {
		return byHand.shop.completeByHandWithMap(ORDER);
	}

	/** The annotation of Micrometer's that counts, times and may trace. */
	@Benchmark
	public String observed(Observed observed) {
		return observed.shop.completeObserved(ORDER);
	}

	/** The annotation of Micrometer's that times. */
	@Benchmark
	public String timed(Timed timed) {
		return timed.shop.completeTimed(ORDER);
	}

	/**
	 * A bean whose methods Spring advises.
	 */
	@State(Scope.Benchmark)
	public abstract static class Advised {

		AnnotationConfigApplicationContext context;

		Shop shop;

		LunogramPublisher publisher;

		/** Adds what advises the bean. */
		abstract void advise(AnnotationConfigApplicationContext context);

		void open(LunogramPublisher publisher) {
			this.publisher = publisher;
			this.context = new AnnotationConfigApplicationContext();
			this.context.registerBean(LunogramPublisher.class, () -> publisher);
			this.context.registerBean(Shop.class, () -> new Shop(publisher));
			advise(this.context);
			this.context.refresh();
			this.shop = this.context.getBean(Shop.class);
			if (!AopUtils.isAopProxy(this.shop)) {
				throw new IllegalStateException("Nothing is around the bean");
			}
		}

		@TearDown(Level.Iteration)
		public void catchUp() {
			DeliveryControl control = this.publisher.control();
			if (!this.publisher.flush(Duration.ofMinutes(1))
					|| (control != null && !control.status().undelivered().isEmpty())) {
				throw new IllegalStateException("Events were dropped");
			}
		}

		@TearDown
		public void close() {
			this.context.close();
			this.publisher.close();
		}

	}

	/**
	 * Behind an advisor that does nothing.
	 */
	public static class DoNothing extends Advised {

		@Setup
		public void open() {
			open(Swallowing.of("none"));
		}

		@Override
		void advise(AnnotationConfigApplicationContext context) {
			context.register(DoNothingConfiguration.class);
		}

	}

	/**
	 * The same, for a method that publishes an event itself.
	 */
	public static class ByHand extends Advised {

		/** Where the events go: nowhere, or the queue of delivery in memory. */
		@Param({ "none", "memory" })
		public String kind;

		@Setup
		public void open() {
			open(Swallowing.of(this.kind));
		}

		@Override
		void advise(AnnotationConfigApplicationContext context) {
			context.register(DoNothingConfiguration.class);
		}

	}

	/**
	 * Behind the advisor that the starter registers.
	 */
	public static class Annotated extends Advised {

		/** Where the events go: nowhere, or the queue of delivery in memory. */
		@Param({ "none", "memory" })
		public String kind;

		@Setup
		public void open() {
			open(Swallowing.of(this.kind));
		}

		@Override
		void advise(AnnotationConfigApplicationContext context) {
			context.register(LunogramEventConfiguration.class);
		}

	}

	/**
	 * Behind the aspect of {@code @Observed}, with the handler that Spring Boot gives it.
	 */
	public static class Observed extends Advised {

		@Setup
		public void open() {
			open(Swallowing.of("none"));
		}

		@Override
		void advise(AnnotationConfigApplicationContext context) {
			context.register(ObservedConfiguration.class);
		}

	}

	/**
	 * Behind the aspect of {@code @Timed}.
	 */
	public static class Timed extends Advised {

		@Setup
		public void open() {
			open(Swallowing.of("none"));
		}

		@Override
		void advise(AnnotationConfigApplicationContext context) {
			context.register(TimedConfiguration.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class DoNothingConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor doNothing() {
			NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
			pointcut.setMappedName("complete*");
			MethodInterceptor nothing = MethodInvocation::proceed;
			return new DefaultPointcutAdvisor(pointcut, nothing);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class ObservedConfiguration {

		@Bean
		static ObservedAspect observedAspect() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig()
				.observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
			return new ObservedAspect(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class TimedConfiguration {

		@Bean
		static TimedAspect timedAspect() {
			return new TimedAspect(new SimpleMeterRegistry());
		}

	}

}
