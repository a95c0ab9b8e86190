package com.lunogram.spring;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import org.aopalliance.aop.Advice;

import org.springframework.aop.ClassFilter;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;

/**
 * Applies {@link LunogramEventInterceptor} to annotated methods. It has the last place,
 * which the advice of {@code @Transactional} has by default too; among equals the one
 * registered first is the outer one, so that the auto-configuration of these comes after
 * that of transactions. Inside the transaction, lazily loaded data can still be read, and
 * a publisher that writes to the application's database takes part in it.
 */
final class LunogramEventAdvisor extends AbstractPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	private final transient Pointcut pointcut;

	private final transient Supplier<LunogramEventInterceptor> advice;

	/**
	 * Creates the advisor.
	 * @param methods the annotated methods
	 * @param advice is asked for when there is an annotated method, always the same one
	 */
	LunogramEventAdvisor(EventMethods methods, Supplier<LunogramEventInterceptor> advice) {
		this.pointcut = new AnnotatedMethods(methods);
		this.advice = advice;
		setOrder(Ordered.LOWEST_PRECEDENCE);
	}

	@Override
	public Pointcut getPointcut() {
		return this.pointcut;
	}

	@Override
	public Advice getAdvice() {
		return this.advice.get();
	}

	/**
	 * Matches annotated methods. Reads all methods of a class for its first one, so that
	 * none is left to be found wrong when it is called.
	 */
	private static final class AnnotatedMethods extends StaticMethodMatcherPointcut implements ClassFilter {

		private final EventMethods methods;

		AnnotatedMethods(EventMethods methods) {
			this.methods = methods;
		}

		@Override
		public ClassFilter getClassFilter() {
			return this;
		}

		@Override
		public boolean matches(Class<?> type) {
			return this.methods.existIn(type);
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return this.methods.find(method, targetClass) != null;
		}

	}

}
