package org.mforfiji.engine.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.EngineContract;

/** The Vector API kernel under the engine contract, where the module and the processor allow it. */
class VectorCpuEngineTest extends EngineContract {

	@BeforeEach
	void assumeVectors() {
		assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
			"the module jdk.incubator.vector is not loaded");
		assumeTrue(!(Kernels.best() instanceof ScalarSliceKernel), "this processor has vectors of fewer than 8 floats");
	}

	@Override
	protected Engine engine(final int threads) {
		return new CpuEngine(new Parallel(threads), Kernels.best());
	}

	@Test
	void isChosenByName() {
		assertEquals(VectorSliceKernel.class, Kernels.best().getClass());
	}
}
