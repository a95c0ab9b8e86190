package com.lunogram.spring.boot.test;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the server was told to do wrong.
 */
final class Faults {

	private final Set<String> refusedEvents = ConcurrentHashMap.newKeySet();

	private volatile Duration delay = Duration.ZERO;

	private volatile boolean connectionsBroken;

	private volatile boolean answersLost;

	private volatile boolean keyRefused;

	private int failures;

	private int failureStatus;

	synchronized void failNext(int count, int status) {
		this.failures = count;
		this.failureStatus = status;
	}

	void failIfTold() {
		int status = takeFailure();
		if (status != 0) {
			throw Problem.ofStatus(status);
		}
	}

	private synchronized int takeFailure() {
		if (this.failures == 0) {
			return 0;
		}
		this.failures--;
		return this.failureStatus;
	}

	Duration delay() {
		return this.delay;
	}

	void delay(Duration delay) {
		this.delay = delay;
	}

	boolean connectionsBroken() {
		return this.connectionsBroken;
	}

	void breakConnections(boolean broken) {
		this.connectionsBroken = broken;
	}

	boolean answersLost() {
		return this.answersLost;
	}

	void loseAnswers(boolean lost) {
		this.answersLost = lost;
	}

	boolean keyRefused() {
		return this.keyRefused;
	}

	void refuseKey(boolean refused) {
		this.keyRefused = refused;
	}

	void refuseEvent(String name) {
		this.refusedEvents.add(name);
	}

	boolean refusesEvent(String name) {
		return this.refusedEvents.contains(name);
	}

	void clear() {
		failNext(0, 0);
		this.refusedEvents.clear();
		this.delay = Duration.ZERO;
		this.connectionsBroken = false;
		this.answersLost = false;
		this.keyRefused = false;
	}

}
