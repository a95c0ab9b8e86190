package com.lunogram.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * How much of the heap was still in use after collections, at most. Begins when it is
 * made.
 */
final class HeapPeak {

	private static final double MEGABYTE = 1 << 20;

	HeapPeak() {
		System.gc();
		ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
	}

	/** The old generation holds what has survived. */
	double megabytes() {
		double used = 0;
		for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
			MemoryUsage peak = pool.getPeakUsage();
			if (pool.getType() == MemoryType.HEAP && pool.getName().contains("Old Gen") && peak != null) {
				used += peak.getUsed();
			}
		}
		return used / MEGABYTE;
	}

}
