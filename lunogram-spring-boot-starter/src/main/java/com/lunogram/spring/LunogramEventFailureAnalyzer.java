package com.lunogram.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what is wrong with a {@link LunogramEvent}, and what to do, instead of a page of
 * stack trace.
 */
class LunogramEventFailureAnalyzer extends AbstractFailureAnalyzer<InvalidLunogramEventException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidLunogramEventException cause) {
		return new FailureAnalysis(cause.description(), cause.remedy(), cause);
	}

}
