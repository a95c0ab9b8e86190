package com.lunogram.spring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

import com.lunogram.model.ExternalId;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.broken.BrokenApplication;
import com.lunogram.spring.scanned.ScannedApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Objects that are published as application events.
 */
@ExtendWith(OutputCaptureExtension.class)
class LunogramEventPublishedObjectTests {

	@Test
	void theObjectItselfIsTheData() {
		Completed object = new Completed("ada", 12);
		assertThat(publish(object).writes())
			.containsExactly(UserEvent.builder("order.completed").user("ada").data(object).build());
	}

	@Test
	void expressionsSeeTheObject() {
		assertThat(publish(new Variables("ada", 12)).events())
			.containsExactly("variables user:ada {property=12, root=12, event=12}");
	}

	@Test
	void aConditionIsHeeded() {
		assertThat(publish(new Conditional("ada", 0), new Conditional("bob", 1)).events())
			.containsExactly("conditional user:bob Conditional[id=bob, total=1]");
	}

	@Test
	void subtypesAndInterfaces() {
		assertThat(publish(new Sub(), new Implementation()).events()).containsExactly("super user:ada {}",
				"interface user:ada {}");
	}

	@Test
	void theNearestCountsAlone() {
		assertThat(publish(new Nearest()).events()).containsExactly("nearest user:ada {}");
	}

	@Test
	void repeatedAndComposed() {
		assertThat(publish(new Repeated(), new Composed()).events()).containsExactly("one user:ada {}",
				"two user:ada {}", "composed user:ada {}");
	}

	@Test
	void aBeanWithGetters() {
		assertThat(publish(new Bean()).events()).containsExactly("bean user:ada {kind=bean}");
	}

	@Test
	void anApplicationEvent() {
		assertThat(publish(new Own(this, "ada")).events()).containsExactly("own user:ada {}");
	}

	@Test
	void anApplicationEventNeedsData(CapturedOutput output) {
		assertThat(publish(new OwnWithoutData(this)).writes()).isEmpty();
		assertThat(output).contains("an ApplicationEvent carries its source, which is no data");
	}

	@Test
	void whatIsNotAnnotatedIsNotEmitted() {
		assertThat(publish("text", List.of(new Completed("ada", 1)), new Object()).writes()).isEmpty();
	}

	@Test
	void theCurrentUser() {
		EventContext.runner()
			.withBean(LunogramSubjectResolver.class, () -> () -> List.of(ExternalId.of("me")))
			.run((context) -> {
				context.publishEvent(new Current());
				assertThat(EventContext.publisher(context).events()).containsExactly("current user:me {}");
			});
	}

	@Test
	void staysInThePublishersThread() {
		EventContext.runner()
			.withBean(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
					SimpleApplicationEventMulticaster.class, () -> {
						SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
						multicaster.setTaskExecutor(new SimpleAsyncTaskExecutor());
						return multicaster;
					})
			.run((context) -> {
				context.publishEvent(new Completed("ada", 1));
				assertThat(EventContext.publisher(context).writes()).hasSize(1);
			});
	}

	@Test
	void anEarlierListenerThatThrowsKeepsTheEventBack() {
		EventContext.runner().withBean(Veto.class).run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> context.publishEvent(new Completed("ada", 1)));
			assertThat(EventContext.publisher(context).writes()).isEmpty();
		});
	}

	@Test
	void whatFailsDoesNotReachThePublisherOfTheObject(CapturedOutput output) {
		EventContext.runner().run((context) -> {
			EventContext.publisher(context).failWith(new IllegalStateException("closed"));
			context.publishEvent(new Completed("ada", 1));
			context.publishEvent(new Missing());
			assertThat(output).contains("Event 'order.completed' of " + Completed.class.getName())
				.contains("was not emitted: closed")
				.contains("Event 'missing'")
				.contains("EL1008E");
		});
	}

	@Test
	void aMistakeThatIsFoundTooLateIsLoggedOnce(CapturedOutput output) {
		assertThat(publish(new WithOutcome(), new WithOutcome()).writes()).isEmpty();
		assertThat(output.toString().split("An object that is published neither succeeds nor fails", -1)).hasSize(2);
	}

	@Test
	void typesOfTheApplicationAreFoundAtTheStart() {
		EventContext.runner()
			.withUserConfiguration(ScannedApplication.class)
			.run((context) -> assertThat(context.getBean(EventTypes.class).names())
				.containsExactly(ScannedApplication.class.getName() + "$Published"));
	}

	@Test
	void aMistakeInATypeOfTheApplicationStopsTheStart() {
		EventContext.runner()
			.withUserConfiguration(BrokenApplication.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidLunogramEventException.class)
				.hasMessageContaining(BrokenApplication.class.getName() + "$Broken")
				.hasMessageContaining("There is no #result here: there is no method"));
	}

	@Test
	void aChildContextEmitsOnce() {
		EventContext.runner().run((parent) -> EventContext.runner().withParent(parent).run((child) -> {
			assertThat(child.getBeansOfType(LunogramEventListener.class)).isEmpty();
		}));
		EventContext.runner().run((parent) -> {
			try (GenericApplicationContext child = new GenericApplicationContext(parent)) {
				child.refresh();
				child.publishEvent(new Completed("ada", 1));
				assertThat(EventContext.publisher(parent).writes()).hasSize(1);
			}
		});
	}

	@Test
	void disabled() {
		EventContext.runner().withPropertyValues("lunogram.events.enabled=false").run((context) -> {
			context.publishEvent(new Completed("ada", 1));
			assertThat(EventContext.publisher(context).writes()).isEmpty();
		});
	}

	private static RecordingPublisher publish(Object... objects) {
		RecordingPublisher publisher = new RecordingPublisher();
		EventContext.runner(publisher).run((context) -> List.of(objects).forEach(context::publishEvent));
		return publisher;
	}

	@LunogramEvent(name = "order.completed", user = "customerId")
	record Completed(String customerId, int total) {

	}

	@LunogramEvent(name = "variables", user = "#event.id",
			data = "{property: total, root: #root.total, event: #event.total}")
	record Variables(String id, int total) {

	}

	@LunogramEvent(name = "conditional", user = "id", condition = "total > 0")
	record Conditional(String id, int total) {

	}

	@LunogramEvent(name = "super", user = "'ada'", data = "{:}")
	static class Super {

	}

	static class Sub extends Super {

	}

	@LunogramEvent(name = "interface", user = "'ada'", data = "{:}")
	interface Contract {

	}

	static class Implementation implements Contract {

	}

	@LunogramEvent(name = "nearest", user = "'ada'", data = "{:}")
	static class Nearest extends Super implements Contract {

	}

	@LunogramEvent(name = "one", user = "'ada'", data = "{:}")
	@LunogramEvent(name = "two", user = "'ada'", data = "{:}")
	static class Repeated {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.TYPE)
	@LunogramEvent(name = "composed", user = "'ada'", data = "{:}")
	@interface Event {

	}

	@Event
	static class Composed {

	}

	@LunogramEvent(name = "bean", user = "owner.id", data = "{kind: kind}")
	static class Bean {

		public Owner getOwner() {
			return new Owner("ada");
		}

		public String getKind() {
			return "bean";
		}

	}

	record Owner(String id) {

	}

	@LunogramEvent(name = "own", user = "who", data = "{:}")
	static class Own extends ApplicationEvent {

		private static final long serialVersionUID = 1L;

		private final String who;

		Own(Object source, String who) {
			super(source);
			this.who = who;
		}

		public String getWho() {
			return this.who;
		}

	}

	@LunogramEvent(name = "own", user = "'ada'")
	static class OwnWithoutData extends ApplicationEvent {

		private static final long serialVersionUID = 1L;

		OwnWithoutData(Object source) {
			super(source);
		}

	}

	@LunogramEvent(name = "current", data = "{:}")
	static class Current {

	}

	@LunogramEvent(name = "missing", user = "nobody", data = "{:}")
	static class Missing {

	}

	@LunogramEvent(name = "outcome", user = "'ada'", on = LunogramEvent.On.FAILURE)
	static class WithOutcome {

	}

	static class Veto {

		@EventListener
		@Order(0)
		void veto(Completed event) {
			throw new IllegalStateException("no");
		}

	}

}
