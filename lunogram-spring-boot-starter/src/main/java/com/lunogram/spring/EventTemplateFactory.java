package com.lunogram.spring;

import java.util.stream.Stream;

import com.lunogram.model.SubjectType;
import com.lunogram.model.UserEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.util.StringUtils;

/**
 * Makes templates from what is written, and refuses what contradicts itself.
 */
final class EventTemplateFactory {

	private final ConfigurableBeanFactory beanFactory;

	private final Environment environment;

	private final ExpressionCompiler compiler;

	EventTemplateFactory(ConfigurableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.compiler = new ExpressionCompiler(beanFactory.getBeanClassLoader());
	}

	/**
	 * Makes a template.
	 * @param place the method or type that carries the annotation, for messages
	 * @param declaration what is written
	 * @param scope what its expressions may name
	 * @param rootIsData whether the root object is the data if no other is given
	 * @return the template
	 * @throws InvalidLunogramEventException if it can not work
	 */
	EventTemplate create(String place, EventDeclaration declaration, ExpressionScope scope, boolean rootIsData) {
		String name = name(place, declaration.name());
		SubjectType subject = subject(place, declaration);
		EventValue user = value(place, "user", declaration.user(), scope);
		EventValue organization = value(place, "organization", declaration.organization(), scope);
		SpelExpression data = compile(place, "data", declaration.data(), scope);
		return new EventTemplate(name, declaration.on(), subject, (user != null) ? user : organization,
				value(place, "match", declaration.match(), scope), (data != null) ? new EventData(data) : null,
				rootIsData, value(place, "condition", declaration.condition(), scope));
	}

	private @Nullable EventValue value(String place, String attribute, String source, ExpressionScope scope) {
		SpelExpression expression = compile(place, attribute, source, scope);
		return (expression != null) ? new EventValue(expression.getAST()) : null;
	}

	private @Nullable SpelExpression compile(String place, String attribute, String source, ExpressionScope scope) {
		return this.compiler.compile(place, attribute, source, scope);
	}

	private String name(String place, String written) {
		String attribute = "name = \"" + written + "\"";
		String name;
		try {
			name = String.valueOf(this.beanFactory.resolveEmbeddedValue(written));
			// Without a PropertySourcesPlaceholderConfigurer, what cannot be resolved
			// stays
			// as it is.
			name = this.environment.resolveRequiredPlaceholders(name);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidLunogramEventException(place, attribute,
					"A placeholder cannot be resolved: " + ex.getMessage(),
					"Set the property, or give the placeholder a default as in ${property:default}", ex);
		}
		try {
			// The event itself knows best which names it takes.
			UserEvent.builder(name).user("user").build();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidLunogramEventException(place, attribute,
					"It cannot be the name of an event: " + ex.getMessage(),
					"Give the event a name such as order.completed", ex);
		}
		return name;
	}

	private static SubjectType subject(String place, EventDeclaration declaration) {
		long given = Stream.of(declaration.user(), declaration.organization(), declaration.match())
			.filter(StringUtils::hasText)
			.count();
		if (given > 1) {
			throw new InvalidLunogramEventException(place, written(declaration),
					"user, organization and match exclude each other", "Keep one of them", null);
		}
		if (StringUtils.hasText(declaration.organization())) {
			return SubjectType.ORGANIZATION;
		}
		if (declaration.subject() == SubjectType.ORGANIZATION && !StringUtils.hasText(declaration.match())) {
			throw new InvalidLunogramEventException(place, "subject = ORGANIZATION",
					"It only goes with match, to select organizations instead of users",
					"Say which organization it is by organization = \"...\"", null);
		}
		return declaration.subject();
	}

	private static String written(EventDeclaration declaration) {
		return "user = \"%s\", organization = \"%s\", match = \"%s\"".formatted(declaration.user(),
				declaration.organization(), declaration.match());
	}

}
