package com.lunogram.spring;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * The current user of Spring Security.
 */
class LunogramEventSecurityTests {

	@AfterEach
	void signOut() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void whoeverIsSignedIn() {
		assertThat(eventsOf(new TestingAuthenticationToken("ada", "secret", "ROLE_USER")))
			.containsExactly("current user:ada {}");
	}

	@Test
	void nobody() {
		assertThat(eventsOf(null)).isEmpty();
	}

	@Test
	void anonymousIsNobody() {
		assertThat(eventsOf(new AnonymousAuthenticationToken("key", "anonymousUser",
				AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"))))
			.isEmpty();
	}

	@Test
	void whoeverHasNotProvedItIsNobody() {
		assertThat(eventsOf(new TestingAuthenticationToken("ada", "secret"))).isEmpty();
	}

	@Test
	void aBlankNameIsNobody() {
		assertThat(eventsOf(new TestingAuthenticationToken(" ", "secret", "ROLE_USER"))).isEmpty();
	}

	@Test
	void theApplicationsStrategyIsAsked() {
		SecurityContextHolderStrategy strategy = mock();
		given(strategy.getContext())
			.willReturn(new SecurityContextImpl(new TestingAuthenticationToken("bob", "secret", "ROLE_USER")));
		EventContext.runner()
			.withBean(Account.class)
			.withBean(SecurityContextHolderStrategy.class, () -> strategy)
			.run((context) -> {
				context.getBean(Account.class).act();
				assertThat(EventContext.publisher(context).events()).containsExactly("current user:bob {}");
			});
	}

	@Test
	void theApplicationsResolverReplacesTheDefault() {
		EventContext.runner()
			.withBean(LunogramSubjectResolver.class, () -> List::of)
			.run((context) -> assertThat(context).doesNotHaveBean(SecurityContextSubjectResolver.class)
				.hasSingleBean(LunogramSubjectResolver.class));
	}

	@Test
	void withoutSpringSecurityThereIsNoDefault() {
		EventContext.runner()
			.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LunogramSubjectResolver.class));
	}

	private static List<String> eventsOf(@Nullable Authentication authentication) {
		SecurityContextHolder.getContext().setAuthentication(authentication);
		RecordingPublisher publisher = new RecordingPublisher();
		EventContext.runner(publisher).withBean(Account.class).run((context) -> context.getBean(Account.class).act());
		return publisher.events();
	}

	static class Account {

		@LunogramEvent("current")
		void act() {
		}

	}

}
