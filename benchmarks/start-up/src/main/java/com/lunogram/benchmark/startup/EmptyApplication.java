package com.lunogram.benchmark.startup;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Collectors;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application that {@link StartUpHarness} starts. It tells how its start went, and
 * ends.
 */
@SpringBootApplication(proxyBeanMethods = false)
class EmptyApplication {

	/**
	 * Begins the line that tells: milliseconds, of CPU, beans of the starter, threads.
	 */
	static final String READY = "ready";

	/**
	 * Starts it.
	 * @param args properties
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(EmptyApplication.class);
		application.addListeners(new Report());
		application.run(args);
	}

	/**
	 * Comes last of all that happens at the start.
	 */
	private static final class Report implements ApplicationListener<ApplicationReadyEvent> {

		@Override
		public void onApplicationEvent(ApplicationReadyEvent event) {
			long now = System.currentTimeMillis();
			long millis = now - ManagementFactory.getRuntimeMXBean().getStartTime();
			long cpu = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1_000_000;
			System.out.println(String.join("\t", READY, String.valueOf(millis), String.valueOf(cpu),
					String.valueOf(beans(event.getApplicationContext())), threads()));
			System.out.flush();
			Runtime.getRuntime().halt(0);
		}

		private static long beans(ConfigurableApplicationContext context) {
			return Arrays.stream(context.getBeanDefinitionNames())
				.filter((name) -> name.contains("LunogramAutoConfiguration"))
				.count();
		}

		private static String threads() {
			return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.joining(","));
		}

	}

}
