package com.lunogram.spring;

import java.util.Collection;

import com.lunogram.model.ExternalId;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Asks the application's resolver, which is only created when it is first needed: this is
 * made so early that whatever it depended on could not be proxied.
 */
final class CurrentUser {

	private final ObjectProvider<LunogramSubjectResolver> provider;

	private volatile @Nullable LunogramSubjectResolver resolver;

	CurrentUser(ObjectProvider<LunogramSubjectResolver> provider) {
		this.provider = provider;
	}

	/**
	 * Identifiers of the current user.
	 * @return the identifiers, not empty
	 * @throws EventNotEmittedException if there is none
	 */
	Collection<ExternalId> identifiers() {
		Collection<ExternalId> identifiers = resolver().currentUser();
		if (identifiers.isEmpty()) {
			throw new EventNotEmittedException("user is left out and there is no current user");
		}
		return identifiers;
	}

	private LunogramSubjectResolver resolver() {
		LunogramSubjectResolver resolver = this.resolver;
		if (resolver == null) {
			resolver = this.provider.getIfAvailable();
			if (resolver == null) {
				throw new EventNotEmittedException("user is left out, but there is neither Spring Security "
						+ "nor a bean of type LunogramSubjectResolver that could tell the current user");
			}
			this.resolver = resolver;
		}
		return resolver;
	}

}
