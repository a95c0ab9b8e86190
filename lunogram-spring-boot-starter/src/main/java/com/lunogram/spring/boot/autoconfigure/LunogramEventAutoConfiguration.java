package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.LunogramEvent;
import com.lunogram.spring.LunogramEventConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of {@link LunogramEvent}. It comes after that of transactions, whose
 * advice is to be the outer one.
 */
@AutoConfiguration(afterName = { "com.lunogram.spring.boot.autoconfigure.LunogramAutoConfiguration",
		"org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "lunogram.events.enabled", matchIfMissing = true)
@ConditionalOnBean(LunogramPublisher.class)
@ConditionalOnMissingBean(name = "lunogramEventAdvisor") // of a parent context as well
@Import(LunogramEventConfiguration.class)
public final class LunogramEventAutoConfiguration {

	LunogramEventAutoConfiguration() {
	}

}
