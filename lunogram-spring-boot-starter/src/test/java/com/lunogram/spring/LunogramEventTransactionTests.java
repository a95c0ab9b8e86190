package com.lunogram.spring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.Write;
import com.lunogram.spring.boot.autoconfigure.LunogramEventAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.interceptor.BeanFactoryTransactionAttributeSourceAdvisor;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * When an event is handed over while there is a transaction.
 */
@ExtendWith(OutputCaptureExtension.class)
class LunogramEventTransactionTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TransactionAutoConfiguration.class, LunogramEventAutoConfiguration.class))
		.withBean(MemoryTransactionManager.class)
		.withBean(TracingPublisher.class)
		.withBean(Shop.class)
		.withBean(Facade.class);

	@Test
	void afterTheCommitOfTheMethodsOwnTransaction() {
		run((context) -> {
			context.shop.complete("ada");
			assertThat(context.publisher.trace).containsExactly("order.completed user:ada {} outside");
		});
	}

	@Test
	void notAfterARollback() {
		run((context) -> {
			context.template.executeWithoutResult((status) -> {
				context.shop.complete("ada");
				status.setRollbackOnly();
			});
			assertThat(context.publisher.trace).isEmpty();
		});
	}

	@Test
	void afterTheCommitOfAnOuterTransaction() {
		run((context) -> {
			context.template.executeWithoutResult((status) -> {
				context.shop.complete("ada");
				context.shop.plain("bob");
				assertThat(context.publisher.trace).isEmpty();
			});
			assertThat(context.publisher.trace).containsExactly("order.completed user:ada {} outside",
					"plain user:bob {} outside");
		});
	}

	@Test
	void atOnceOutsideOfATransactionAlsoIfOneWasInside() {
		run((context) -> {
			context.facade.completeInside("ada");
			assertThat(context.publisher.trace).containsExactly("order.completed user:ada {} outside",
					"facade user:ada {} outside");
			context.publisher.trace.clear();
			context.shop.plain("bob");
			assertThat(context.publisher.trace).containsExactly("plain user:bob {} outside");
		});
	}

	@Test
	void notIfTheCommitFails() {
		run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> context.template.executeWithoutResult((status) -> {
				context.shop.complete("ada");
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
					@Override
					public void beforeCommit(boolean readOnly) {
						throw new IllegalStateException("constraint violated");
					}
				});
			}));
			assertThat(context.publisher.trace).isEmpty();
		});
	}

	@Test
	void aFailureIsEmittedAfterTheRollback() {
		run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> context.shop.outcome("ada", true));
			assertThat(context.publisher.trace).containsExactly("failed user:ada {} outside",
					"ended user:ada {} outside");
		});
	}

	@Test
	void anyIsEmittedAlsoIfTheTransactionRollsBackLater() {
		run((context) -> {
			context.template.executeWithoutResult((status) -> {
				context.shop.outcome("ada", false);
				status.setRollbackOnly();
			});
			assertThat(context.publisher.trace).containsExactly("ended user:ada {} outside");
		});
	}

	@Test
	void anInnerTransactionEndsOnItsOwn() {
		run((context) -> {
			context.template.executeWithoutResult((status) -> {
				context.shop.plain("ada");
				context.shop.independent("bob");
				assertThat(context.publisher.trace).singleElement().asString().startsWith("independent user:bob {}");
				status.setRollbackOnly();
			});
			assertThat(context.publisher.trace).hasSize(1);
		});
	}

	@Test
	void anInnerTransactionThatRollsBackLeavesTheOuterOneAlone() {
		run((context) -> {
			context.template.executeWithoutResult((status) -> {
				context.shop.plain("ada");
				assertThatIllegalStateException().isThrownBy(() -> context.shop.independentFailing("bob"));
			});
			assertThat(context.publisher.trace).containsExactly("plain user:ada {} outside");
		});
	}

	@Test
	void whatASavepointUndoesIsNotEmitted() {
		run((context) -> {
			TransactionTemplate nested = new TransactionTemplate(context.transactions);
			nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
			context.template.executeWithoutResult((status) -> {
				context.shop.plain("before");
				nested.executeWithoutResult((inner) -> {
					context.shop.plain("undone");
					inner.setRollbackOnly();
				});
				nested.executeWithoutResult((inner) -> context.shop.plain("kept"));
				context.shop.plain("after");
			});
			assertThat(context.publisher.trace).containsExactly("plain user:before {} outside",
					"plain user:kept {} outside", "plain user:after {} outside");
		});
	}

	@Test
	void anObserverHearsWhatWaitsAndWhatBecomesOfIt() {
		List<String> heard = new ArrayList<>();
		HeldEventObserver observer = new HeldEventObserver() {

			@Override
			public void held(Write event) {
				heard.add("held " + System.identityHashCode(event));
			}

			@Override
			public void released(Write event, boolean published) {
				heard.add((published ? "published " : "dropped ") + System.identityHashCode(event));
			}

		};
		this.runner.withBean(HeldEventObserver.class, () -> observer).run((context) -> {
			TransactionTemplate template = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
			Shop shop = context.getBean(Shop.class);
			template.executeWithoutResult((status) -> shop.plain("ada"));
			assertThat(heard).hasSize(2);
			assertThat(heard.get(1)).isEqualTo(heard.get(0).replace("held", "published"));
			heard.clear();
			template.executeWithoutResult((status) -> {
				shop.plain("ada");
				status.setRollbackOnly();
			});
			assertThat(heard).hasSize(2);
			assertThat(heard.get(1)).isEqualTo(heard.get(0).replace("held", "dropped"));
			heard.clear();
			shop.plain("ada");
			assertThat(heard).isEmpty();
		});
	}

	@Test
	void withoutAnActualTransactionAtOnce() {
		run((context) -> {
			TransactionTemplate supports = new TransactionTemplate(context.transactions);
			supports.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
			supports.executeWithoutResult((status) -> {
				context.shop.plain("ada");
				assertThat(context.publisher.trace).hasSize(1);
			});
		});
	}

	@Test
	void anotherOnesAfterCommitThatThrowsDoesNotMatter() {
		run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> context.template.executeWithoutResult((status) -> {
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
					@Override
					public void afterCommit() {
						throw new IllegalStateException("mail server is down");
					}
				});
				context.shop.complete("ada");
			}));
			assertThat(context.publisher.trace).containsExactly("order.completed user:ada {} outside");
		});
	}

	@Test
	void methodsThatAreCalledAfterTheCommitEmitToo() {
		run((context) -> {
			context.template.executeWithoutResult((status) -> TransactionSynchronizationManager
				.registerSynchronization(new TransactionSynchronization() {
					@Override
					public void afterCommit() {
						context.shop.plain("synchronization");
					}
				}));
			context.template.executeWithoutResult((status) -> context.events.publishEvent(new Completed("listener")));
			assertThat(context.publisher.trace).containsExactlyInAnyOrder("plain user:synchronization {} outside",
					"plain user:listener {} outside", "completed user:listener Completed[customer=listener] outside");
		});
	}

	@Test
	void aPublishedObjectWaitsForTheCommit() {
		run((context) -> {
			context.template.executeWithoutResult((status) -> {
				context.events.publishEvent(new Completed("ada"));
				status.setRollbackOnly();
			});
			assertThat(context.publisher.trace).isEmpty();
		});
	}

	@Test
	void aPublisherThatFailsAfterTheCommitDoesNotReachTheCaller(CapturedOutput output) {
		run((context) -> {
			context.publisher.failWith(new IllegalStateException("closed"));
			context.shop.complete("ada");
			assertThat(output).contains("Event 'order.completed'").contains("was not emitted: closed");
		});
	}

	@Test
	void anOutcomeThatIsUnknownIsReported(CapturedOutput output) {
		run((context) -> context.template.executeWithoutResult((status) -> {
			context.shop.plain("ada");
			TransactionSynchronization synchronization = TransactionSynchronizationManager.getSynchronizations()
				.stream()
				.filter(TransactionEnd.class::isInstance)
				.findFirst()
				.orElseThrow();
			synchronization.afterCompletion(TransactionSynchronization.STATUS_UNKNOWN);
			assertThat(context.publisher.trace).isEmpty();
			assertThat(output).contains("it is unknown whether the transaction was committed");
		}));
	}

	@Test
	void theAdviceIsInsideThatOfTheTransaction() {
		this.runner.run((context) -> assertInside(context.getBean(Shop.class)));
		this.runner.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
			.run((context) -> assertInside(context.getBean(Shop.class)));
		this.runner.withUserConfiguration(OwnTransactionManagement.class)
			.run((context) -> assertInside(context.getBean(Shop.class)));
	}

	@Test
	void theAdviceInsideSeesTheTransaction() {
		run((context) -> {
			context.shop.inTransaction();
			assertThat(context.publisher.trace).containsExactly("inside user:ada {active=true} outside");
		});
	}

	/**
	 * No order is lower than the lowest, so that the other way round takes two methods.
	 */
	@Test
	void theAdviceOutsideOfAFailingCommitKnowsTheFailure() {
		run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> context.facade.failInside("ada"));
			assertThat(context.publisher.trace).containsExactly("facade.failed user:ada {} outside");
		});
	}

	private static void assertInside(Object bean) {
		List<Advisor> advisors = List.of(((Advised) bean).getAdvisors());
		assertThat(advisors).hasAtLeastOneElementOfType(LunogramEventAdvisor.class)
			.hasAtLeastOneElementOfType(BeanFactoryTransactionAttributeSourceAdvisor.class);
		assertThat(advisors.get(advisors.size() - 1)).isInstanceOf(LunogramEventAdvisor.class);
	}

	private void run(TransactionTest test) {
		this.runner.run((context) -> test
			.accept(new Parts((TracingPublisher) context.getBean(LunogramPublisher.class), context.getBean(Shop.class),
					context.getBean(Facade.class), context.getBean(PlatformTransactionManager.class),
					new TransactionTemplate(context.getBean(PlatformTransactionManager.class)), context)));
	}

	interface TransactionTest {

		void accept(Parts parts);

	}

	record Parts(TracingPublisher publisher, Shop shop, Facade facade, PlatformTransactionManager transactions,
			TransactionTemplate template, ApplicationEventPublisher events) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(order = Ordered.LOWEST_PRECEDENCE)
	static class OwnTransactionManagement {

	}

	/**
	 * Notes whether a transaction could still be rolled back when something is published.
	 */
	static class TracingPublisher extends RecordingPublisher {

		final List<String> trace = new ArrayList<>();

		@Override
		public void publish(Collection<? extends Write> writes) {
			super.publish(writes);
			boolean inside = TransactionSynchronizationManager.isSynchronizationActive()
					&& TransactionSynchronizationManager.isActualTransactionActive();
			this.trace.add(events().get(events().size() - 1) + (inside ? " inside" : " outside"));
		}

	}

	@LunogramEvent(name = "completed", user = "customer")
	record Completed(String customer) {

	}

	static class Shop {

		@Transactional
		@LunogramEvent(name = "order.completed", user = "#who")
		void complete(String who) {
		}

		@LunogramEvent(name = "plain", user = "#who")
		void plain(String who) {
		}

		@Transactional
		@LunogramEvent(name = "succeeded", user = "#who", condition = "false")
		@LunogramEvent(name = "failed", user = "#who", on = LunogramEvent.On.FAILURE)
		@LunogramEvent(name = "ended", user = "#who", on = LunogramEvent.On.ANY)
		void outcome(String who, boolean fail) {
			if (fail) {
				throw new IllegalStateException("sold out");
			}
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		@LunogramEvent(name = "independent", user = "#who")
		void independent(String who) {
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		@LunogramEvent(name = "independent", user = "#who")
		void independentFailing(String who) {
			throw new IllegalStateException("sold out");
		}

		@Transactional
		@LunogramEvent(name = "inside", user = "'ada'",
				data = "{active: T(org.springframework.transaction.support.TransactionSynchronizationManager).isActualTransactionActive()}")
		void inTransaction() {
		}

		@Transactional
		void failingCommit() {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
				@Override
				public void beforeCommit(boolean readOnly) {
					throw new IllegalStateException("constraint violated");
				}
			});
		}

	}

	static class Facade {

		private final Shop shop;

		Facade(Shop shop) {
			this.shop = shop;
		}

		@LunogramEvent(name = "facade", user = "#who")
		void completeInside(String who) {
			this.shop.complete(who);
		}

		@LunogramEvent(name = "facade", user = "#who")
		@LunogramEvent(name = "facade.failed", user = "#who", on = LunogramEvent.On.FAILURE)
		void failInside(String who) {
			this.shop.failingCommit();
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
		void listen(Completed event) {
			this.shop.plain(event.customer());
		}

	}

}
