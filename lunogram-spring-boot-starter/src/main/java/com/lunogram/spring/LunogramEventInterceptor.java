package com.lunogram.spring;

import java.lang.reflect.Method;
import java.util.Arrays;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;

/**
 * Emits the events of annotated methods when they have been called.
 */
final class LunogramEventInterceptor implements MethodInterceptor {

	private final EventMethods methods;

	private final EventEmitter emitter;

	private final ExpressionEnvironment environment;

	private final CurrentUser currentUser;

	LunogramEventInterceptor(EventMethods methods, EventMachinery machinery) {
		this.methods = methods;
		this.emitter = machinery.emitter;
		this.environment = machinery.environment;
		this.currentUser = machinery.currentUser;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		EventMethod method = find(invocation.getMethod(), target);
		if (method == null) {
			return invocation.proceed();
		}
		EventCall call = new EventCall(this.environment, this.currentUser, method, target, invocation.getArguments());
		Object returned;
		try {
			returned = invocation.proceed();
		}
		catch (Throwable ex) {
			this.emitter.failed(call, ex);
			throw ex;
		}
		return this.emitter.returned(call, returned);
	}

	/**
	 * What this call emits.
	 * @return the method's events; {@code null} if it has none, or they are emitted
	 * further in
	 */
	private @Nullable EventMethod find(Method method, @Nullable Object target) {
		if (target == null) {
			return this.methods.find(method, null);
		}
		EventMethod found = this.methods.find(method, AopUtils.getTargetClass(target));
		if (found == null) {
			// A proxy may answer to an interface that its own target does not implement,
			// as that of a Spring Data repository does.
			found = this.methods.find(method, target.getClass());
		}
		return (found == null || emits(target)) ? null : found;
	}

	/** A second creator of proxies applies the same advisor to the proxy of the first. */
	private static boolean emits(@Nullable Object target) {
		return target instanceof Advised proxy
				&& (Arrays.stream(proxy.getAdvisors()).anyMatch(LunogramEventAdvisor.class::isInstance)
						|| emits(AopProxyUtils.getSingletonTarget(proxy)));
	}

}
