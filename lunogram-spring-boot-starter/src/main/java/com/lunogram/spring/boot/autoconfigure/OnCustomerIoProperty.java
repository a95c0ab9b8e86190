package com.lunogram.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * {@link org.springframework.context.annotation.Condition} on any of some properties
 * being there with a text: a variable that is empty is as good as none.
 */
abstract class OnCustomerIoProperty extends SpringBootCondition {

	private final String[] properties;

	OnCustomerIoProperty(String... properties) {
		this.properties = properties;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Customer.io");
		// Unlike the environment, it leaves a placeholder without value to whoever binds.
		Binder binder = Binder.get(context.getEnvironment());
		for (String property : this.properties) {
			if (StringUtils.hasText(binder.bind(property, String.class).orElse(""))) {
				return ConditionOutcome.match(message.foundExactly(property));
			}
		}
		return ConditionOutcome.noMatch(message.didNotFind("property", "properties").items((Object[]) this.properties));
	}

	/**
	 * Either of what the Track client needs, so that the lack of the other is told.
	 */
	static final class Track extends OnCustomerIoProperty {

		Track() {
			super("lunogram.customerio.track-api-key", "lunogram.customerio.site-id");
		}

	}

	/**
	 * What the App client needs.
	 */
	static final class App extends OnCustomerIoProperty {

		App() {
			super("lunogram.customerio.app-api-key");
		}

	}

}
