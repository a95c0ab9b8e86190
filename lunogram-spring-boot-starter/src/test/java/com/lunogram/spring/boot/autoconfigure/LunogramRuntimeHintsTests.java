package com.lunogram.spring.boot.autoconfigure;

import java.util.Arrays;

import com.lunogram.model.InboxCount;
import com.lunogram.model.InboxPage;
import com.lunogram.model.Organization;
import com.lunogram.model.ScheduledAccepted;
import com.lunogram.model.SessionToken;
import com.lunogram.model.StoredExternalId;
import com.lunogram.model.StoredInboxMessage;
import com.lunogram.model.User;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import org.springframework.jdbc.datasource.ConnectionHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LunogramRuntimeHints}.
 */
class LunogramRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void register() {
		new LunogramRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
	}

	@ParameterizedTest
	@ValueSource(classes = { InboxCount.class, InboxPage.class, Organization.class, ScheduledAccepted.class,
			SessionToken.class, StoredExternalId.class, StoredInboxMessage.class, User.class })
	void answersCanBeRead(Class<?> answer) {
		assertReadable(TypeReference.of(answer));
		assertThat(Arrays.stream(answer.getRecordComponents())
			.allMatch((component) -> RuntimeHintsPredicates.reflection()
				.onMethodInvocation(component.getAccessor())
				.test(this.hints)))
			.isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.lunogram.Answers$Problem", "com.lunogram.PushOperations$VapidPublicKey" })
	void answersThatNobodySeesCanBeRead(String answer) {
		assertReadable(TypeReference.of(answer));
	}

	@Test
	void versionIsIncluded() {
		assertThat(RuntimeHintsPredicates.resource().forResource("com/lunogram/http/version.properties"))
			.accepts(this.hints);
	}

	@Test
	void theOutboxCanAskWhetherAConnectionIsInATransaction() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ConnectionHolder.class.getDeclaredMethod("isTransactionActive"))).accepts(this.hints);
	}

	@Test
	void applicationsAreProcessedAheadOfTimeWithTheseHints() {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(LunogramRuntimeHintsTests.class)), new InMemoryGeneratedFiles());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(LunogramAutoConfiguration.class, LunogramHealthAutoConfiguration.class,
					LunogramSanitizingAutoConfiguration.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		assertThat(RuntimeHintsPredicates.resource().forResource("com/lunogram/http/version.properties"))
			.accepts(generation.getRuntimeHints());
	}

	private void assertReadable(TypeReference type) {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
	}

}
