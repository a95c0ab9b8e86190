package com.lunogram.spring;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import com.lunogram.model.ExternalId;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.StringUtils;

/**
 * Takes the name of whoever is signed in with Spring Security.
 */
class SecurityContextSubjectResolver implements LunogramSubjectResolver {

	private final AuthenticationTrustResolver trustResolver = new AuthenticationTrustResolverImpl();

	private final Supplier<SecurityContextHolderStrategy> strategy;

	SecurityContextSubjectResolver(Supplier<SecurityContextHolderStrategy> strategy) {
		this.strategy = strategy;
	}

	@Override
	public Collection<ExternalId> currentUser() {
		Authentication authentication = this.strategy.get().getContext().getAuthentication();
		if (authentication == null || !this.trustResolver.isAuthenticated(authentication)) {
			return List.of();
		}
		String name = authentication.getName();
		return StringUtils.hasText(name) ? List.of(ExternalId.of(name)) : List.of();
	}

}
