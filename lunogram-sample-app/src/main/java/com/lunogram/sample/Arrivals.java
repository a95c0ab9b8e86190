package com.lunogram.sample;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import com.lunogram.spring.boot.test.Arrival;
import com.lunogram.spring.boot.test.LunogramServer;

import org.springframework.context.annotation.DependsOn;
import org.springframework.stereotype.Component;

/**
 * The latest of what has arrived at the stand-in, numbered from 1.
 */
@Component
@DependsOn("standInMemory") // whose requests nobody has called for
class Arrivals {

	static final int KEPT = 100;

	private final Deque<Arrival> latest = new ArrayDeque<>();

	private long total;

	Arrivals(LunogramTarget target) {
		LunogramServer standIn = target.standIn();
		if (standIn != null) {
			standIn.onArrival(this::arrived);
		}
	}

	private synchronized void arrived(Arrival arrival) {
		if (ArrivedWrites.isWrite(arrival)) {
			this.total++;
			this.latest.add(arrival);
			if (this.latest.size() > KEPT) {
				this.latest.remove();
			}
		}
	}

	/**
	 * What has arrived since.
	 * @param number the number of the last one that is known; 0 for none
	 * @return the news
	 */
	News after(long number) {
		List<Arrival> unknown;
		long newest;
		synchronized (this) {
			newest = this.total;
			List<Arrival> kept = new ArrayList<>(this.latest);
			long skipped = Math.max(0, number - (newest - kept.size()));
			unknown = kept.subList((int) Math.min(skipped, kept.size()), kept.size());
		}
		return new News(newest, unknown.stream().map(ArrivedWrites::of).toList());
	}

	/**
	 * What has arrived.
	 *
	 * @param newest the number of the last one; 0 if none ever came
	 * @param writes the latest ones, the oldest first
	 */
	record News(long newest, List<ArrivedWrite> writes) {
	}

}
