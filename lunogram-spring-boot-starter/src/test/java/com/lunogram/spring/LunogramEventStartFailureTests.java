package com.lunogram.spring;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import com.lunogram.model.SubjectType;
import com.lunogram.spring.boot.autoconfigure.LunogramEventAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Mistakes that stop the start, and what they say.
 */
@ExtendWith(OutputCaptureExtension.class)
class LunogramEventStartFailureTests {

	@Test
	void brokenExpression() {
		fails(BrokenExpression.class, "BrokenExpression.act(String)", "data = \"{a: #who\"", "It is no SpEL expression",
				"");
	}

	@Test
	void unknownVariable() {
		fails(UnknownVariable.class, "UnknownVariable.act(Order, int)", "user = \"#ordr.customerId\"",
				"There is no variable #ordr", "Did you mean #order?");
	}

	@Test
	void unknownVariableAmongTheArgumentsOfAMethod() {
		fails(UnknownArgument.class, "UnknownArgument.act(String)", "condition = \"#who.equals(#whom)\"",
				"There is no variable #whom", "Did you mean #who?");
	}

	@Test
	void unknownVariableInASecondMethod() {
		fails(SecondMethod.class, "SecondMethod.second(String)", "user = \"#p1\"", "There is no variable #p1",
				"#a0, #p0, #result, #who");
	}

	@Test
	void unknownFunction() {
		fails(UnknownFunction.class, "UnknownFunction.act(String)", "user = \"#nobody(1)\"",
				"There is no variable #nobody", "These can be used: #root, #a0, #p0, #who.");
	}

	@Test
	void aParameterWithoutItsHash() {
		fails(MissingHash.class, "MissingHash.act(String)", "user = \"who\"", "There is no property 'who'",
				"Did you mean #who?");
	}

	@Test
	void aFixedValueWithoutItsQuotes() {
		fails(MissingQuotes.class, "MissingQuotes.act(String)", "data = \"{plan: enterprise}\"",
				"There is no property 'enterprise'", "");
	}

	@Test
	void anExpressionThatChangesSomething() {
		fails(Assigning.class, "Assigning.act(Order)", "data = \"#order.total = 1\"", "It changes a value",
				"only reads");
	}

	@Test
	void aPlaceholderThatCannotBeResolved() {
		fails(Placeholder.class, "Placeholder.act()", "name = \"${no.such.property}\"",
				"Could not resolve placeholder 'no.such.property'", "${property:default}");
	}

	@Test
	void noName() {
		fails(NoName.class, "NoName.act()", "name = \"\"", "name must not be blank", "Give the event a name");
	}

	@Test
	void resultOfAVoidMethod() {
		fails(VoidResult.class, "VoidResult.act()", "#result", "the method returns nothing", "Leave #result out");
	}

	@Test
	void resultOfAVoidStage() {
		fails(VoidStage.class, "VoidStage.act()", "#result", "the method returns nothing", "");
	}

	@Test
	void resultOfAVoidMono() {
		fails(VoidMono.class, "VoidMono.act()", "#result", "the method returns nothing", "");
	}

	@Test
	void resultOfAStream() {
		fails(FluxResult.class, "FluxResult.act()", "#result", "the elements of a stream are not collected", "");
	}

	@Test
	void resultOfAFailure() {
		fails(FailureResult.class, "FailureResult.act()", "#result", "a method that failed has no result", "");
	}

	@Test
	void errorOfASuccess() {
		fails(SuccessError.class, "SuccessError.act(Throwable)", "#error", "with on = SUCCESS there is no error", "");
	}

	@Test
	void aStreamThatCannotBeReplaced() {
		fails(Connectable.class, "Connectable.act()", "the return type " + ConnectableFlux.class.getName(),
				"cannot be observed", "Declare the method to return Flux");
	}

	@Test
	void userAndOrganization() {
		fails(UserAndOrganization.class, "UserAndOrganization.act(String)", "organization = \"'acme'\"",
				"exclude each other", "Keep one");
	}

	@Test
	void userAndMatch() {
		fails(UserAndMatch.class, "UserAndMatch.act(String)", "match = \"{a: 1}\"", "exclude each other", "Keep one");
	}

	@Test
	void organizationSubjectWithoutMatch() {
		fails(SubjectOnly.class, "SubjectOnly.act()", "subject = ORGANIZATION", "only goes with match",
				"organization = ");
	}

	@Test
	void privateMethod() {
		fails(PrivateMethod.class, "PrivateMethod.act()", "the method itself", "private or static", "");
	}

	@Test
	void staticMethod() {
		fails(StaticMethod.class, "StaticMethod.act()", "the method itself", "private or static", "");
	}

	@Test
	void finalMethod() {
		fails(FinalMethod.class, "FinalMethod.act()", "the method itself", "final method or class", "non-final");
	}

	@Test
	void finalMethodOfAnInterface() {
		fails(FinalOfInterface.class, "FinalOfInterface.act()", "the method itself", "final method or class", "");
	}

	@Test
	void finalClass() {
		fails(FinalClass.class, "FinalClass.act()", "the class itself", "final method or class", "");
	}

	@Test
	void aRecord() {
		fails(RecordBean.class, "RecordBean.act()", "the class itself", "final method or class", "");
	}

	@Test
	void alsoInABeanThatIsCreatedLater() {
		EventContext.runner()
			.withBean(UnknownVariable.class, UnknownVariable::new, (definition) -> definition.setLazyInit(true))
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("#ordr"));
		EventContext.runner()
			.withBean(UnknownVariable.class, UnknownVariable::new,
					(definition) -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE))
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("#ordr"));
	}

	@Test
	void notIfEventsAreDisabled() {
		EventContext.runner()
			.withPropertyValues("lunogram.events.enabled=false")
			.withBean(UnknownVariable.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theAnnotationOnTheClassOfABeanIsWarnedOf(CapturedOutput output) {
		EventContext.runner().withBean(AnnotatedBean.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("@LunogramEvent on " + AnnotatedBean.class.getName())
				.contains("annotate its methods instead");
		});
	}

	@Test
	void bootReportsWhatToDo(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(application::run);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("@LunogramEvent on")
			.contains("UnknownVariable.act(Order, int)")
			.contains("user = \"#ordr.customerId\"")
			.contains("There is no variable #ordr.")
			.contains("Did you mean #order?")
			.doesNotContain("\tat org.springframework");
	}

	private static void fails(Class<?> type, String place, String written, String problem, String remedy) {
		EventContext.runner().withBean(type).run((context) -> {
			Throwable failure = Objects.requireNonNull(context.getStartupFailure());
			FailureAnalysis analysis = Objects.requireNonNull(new LunogramEventFailureAnalyzer().analyze(failure));
			assertThat(analysis.getDescription()).contains(LunogramEventStartFailureTests.class.getName() + "$" + place)
				.contains(written)
				.contains(problem);
			assertThat(analysis.getAction()).contains(remedy).matches("(?s).*[.?\"]").doesNotContain("..\n");
			assertThat(analysis.getCause()).hasMessageContaining(place)
				.hasMessageContaining(written)
				.hasMessageContaining(problem);
		});
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LunogramEventAutoConfiguration.class)
	static class Application {

		@Bean
		RecordingPublisher publisher() {
			return new RecordingPublisher();
		}

		@Bean
		UnknownVariable shop() {
			return new UnknownVariable();
		}

	}

	static class BrokenExpression {

		@LunogramEvent(name = "e", user = "#who", data = "{a: #who")
		void act(String who) {
		}

	}

	static class UnknownVariable {

		@LunogramEvent(name = "e", user = "#ordr.customerId")
		void act(Order order, int number) {
		}

	}

	static class UnknownArgument {

		@LunogramEvent(name = "e", user = "#who", condition = "#who.equals(#whom)")
		void act(String who) {
		}

	}

	static class SecondMethod {

		@LunogramEvent(name = "e", user = "#who")
		void first(String who) {
		}

		@LunogramEvent(name = "e", user = "#p1")
		String second(String who) {
			return who;
		}

	}

	static class UnknownFunction {

		@LunogramEvent(name = "e", user = "#nobody(1)")
		void act(String who) {
		}

	}

	static class MissingHash {

		@LunogramEvent(name = "e", user = "who")
		void act(String who) {
		}

	}

	static class MissingQuotes {

		@LunogramEvent(name = "e", user = "#who", data = "{plan: enterprise}")
		void act(String who) {
		}

	}

	static class Assigning {

		@LunogramEvent(name = "e", user = "'ada'", data = "#order.total = 1")
		void act(Order order) {
		}

	}

	static class Placeholder {

		@LunogramEvent(name = "${no.such.property}", user = "'ada'")
		void act() {
		}

	}

	static class NoName {

		@LunogramEvent(user = "'ada'")
		void act() {
		}

	}

	static class VoidResult {

		@LunogramEvent(name = "e", user = "#result")
		void act() {
		}

	}

	static class VoidStage {

		@LunogramEvent(name = "e", user = "#result")
		CompletableFuture<Void> act() {
			return CompletableFuture.completedFuture(null);
		}

	}

	static class VoidMono {

		@LunogramEvent(name = "e", user = "#result")
		Mono<Void> act() {
			return Mono.empty();
		}

	}

	static class FluxResult {

		@LunogramEvent(name = "e", user = "#result")
		Flux<String> act() {
			return Flux.empty();
		}

	}

	static class FailureResult {

		@LunogramEvent(name = "e", user = "#result", on = LunogramEvent.On.FAILURE)
		String act() {
			return "";
		}

	}

	static class SuccessError {

		@LunogramEvent(name = "e", user = "#error.message")
		void act(Throwable error) {
		}

	}

	static class Connectable {

		@LunogramEvent(name = "e", user = "'ada'")
		ConnectableFlux<String> act() {
			return Flux.just("").publish();
		}

	}

	static class UserAndOrganization {

		@LunogramEvent(name = "e", user = "#who", organization = "'acme'")
		void act(String who) {
		}

	}

	static class UserAndMatch {

		@LunogramEvent(name = "e", user = "#who", match = "{a: 1}")
		void act(String who) {
		}

	}

	static class SubjectOnly {

		@LunogramEvent(name = "e", subject = SubjectType.ORGANIZATION)
		void act() {
		}

	}

	static class PrivateMethod {

		@LunogramEvent(name = "e", user = "'ada'")
		@SuppressWarnings("UnusedMethod")
		private void act() {
		}

	}

	static class StaticMethod {

		@LunogramEvent(name = "e", user = "'ada'")
		static void act() {
		}

	}

	static class FinalMethod {

		@LunogramEvent(name = "e", user = "'ada'")
		final void act() {
		}

	}

	interface Acting {

		@LunogramEvent(name = "e", user = "'ada'")
		void act();

	}

	static class FinalOfInterface implements Acting {

		@Override
		public final void act() {
		}

	}

	static final class FinalClass {

		@LunogramEvent(name = "e", user = "'ada'")
		void act() {
		}

	}

	record RecordBean() {

		@LunogramEvent(name = "e", user = "'ada'")
		void act() {
		}

	}

	@LunogramEvent(name = "e", user = "'ada'")
	static class AnnotatedBean {

	}

}
