package com.lunogram.spring;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

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
		EventMethod method = this.methods.find(invocation.getMethod(),
				(target != null) ? AopUtils.getTargetClass(target) : null);
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

}
