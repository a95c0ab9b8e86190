package com.lunogram.spring;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * What a native image needs to know to read the annotation and to evaluate expressions
 * against {@code #root}. Hints for the application's own types are contributed by
 * {@link LunogramEventAotProcessor}.
 */
class LunogramEventRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerTypes(TypeReference.listOf(LunogramEvent.class, LunogramEvents.class),
					(hint) -> hint.withMembers(MemberCategory.INVOKE_PUBLIC_METHODS))
			.registerType(MethodRoot.class, MemberCategory.INVOKE_PUBLIC_METHODS);
	}

}
