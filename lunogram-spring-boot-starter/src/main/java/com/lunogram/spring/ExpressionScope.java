package com.lunogram.spring;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the expressions of one annotation may name.
 *
 * @param variables names of the variables there are
 * @param unavailable variables that exist elsewhere, each with the reason why not here
 * @param rootProperties properties of the root object; {@code null} if they are not known
 * at the start
 */
record ExpressionScope(Set<String> variables, Map<String, String> unavailable, @Nullable Set<String> rootProperties) {

}
