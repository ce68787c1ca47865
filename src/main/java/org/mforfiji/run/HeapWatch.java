package org.mforfiji.run;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** The most memory of the Java heap that was in use since some moment, garbage included. */
final class HeapWatch {

	private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool
		.getType() == MemoryType.HEAP).toList();

	/** Begins to watch. */
	HeapWatch() {
		pools.forEach(MemoryPoolMXBean::resetPeakUsage);
	}

	/** Bytes; the pools' peaks need not fall on one moment, so that this is an upper bound. */
	long peakBytes() {
		return pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
	}
}
