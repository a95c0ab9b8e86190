package com.lunogram.benchmark;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What a call allocates in the caller's thread. JMH's own profiler adds what threads in
 * the background allocate.
 */
public class CallerAllocationProfiler implements InternalProfiler {

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Map<Long, Long> before = Map.of();

	@Override
	public String getDescription() {
		return "Bytes a call allocates in its own thread";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		this.before = allocated();
	}

	@Override
	public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		long bytes = 0;
		for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
			bytes += thread.getValue() - this.before.getOrDefault(thread.getKey(), 0L);
		}
		double each = (double) bytes / Math.max(1, result.getMetadata().getAllOps());
		return List.of(new ScalarResult("caller.alloc", each, "B/op", AggregationPolicy.AVG));
	}

	private static Map<Long, Long> allocated() {
		Map<Long, Long> allocated = new HashMap<>();
		for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
			if (thread != null && thread.getThreadName().contains("jmh-worker")) {
				allocated.put(thread.getThreadId(), threads.getThreadAllocatedBytes(thread.getThreadId()));
			}
		}
		return allocated;
	}

}
