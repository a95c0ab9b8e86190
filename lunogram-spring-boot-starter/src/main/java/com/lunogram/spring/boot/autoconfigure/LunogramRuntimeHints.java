package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.model.InboxCount;
import com.lunogram.model.InboxPage;
import com.lunogram.model.Organization;
import com.lunogram.model.ScheduledAccepted;
import com.lunogram.model.SessionToken;
import com.lunogram.model.User;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * What a native image cannot see: the answers that Jackson reads, with what they hold,
 * the file with the version, and what the outbox asks of a connection. Requests are
 * written without reflection.
 */
final class LunogramRuntimeHints implements RuntimeHintsRegistrar {

	private static final Class<?>[] ANSWERS = { InboxCount.class, InboxPage.class, Organization.class,
			ScheduledAccepted.class, SessionToken.class, User.class };

	/** Not visible from here. */
	private static final String[] INNER_ANSWERS = { "com.lunogram.Answers$Problem",
			"com.lunogram.PushOperations$VapidPublicKey" };

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		this.binding.registerReflectionHints(hints.reflection(), ANSWERS);
		for (String name : INNER_ANSWERS) {
			this.binding.registerReflectionHints(hints.reflection(), ClassUtils.resolveClassName(name, classLoader));
		}
		hints.reflection()
			.registerTypeIfPresent(classLoader, "org.springframework.jdbc.datasource.ConnectionHolder",
					MemberCategory.INVOKE_DECLARED_METHODS);
		hints.resources().registerPattern("com/lunogram/http/version.properties");
	}

}
