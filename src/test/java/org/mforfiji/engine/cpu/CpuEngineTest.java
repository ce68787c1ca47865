package org.mforfiji.engine.cpu;

import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.EngineContract;

/** The plain Java kernel under the engine contract. */
class CpuEngineTest extends EngineContract {

	@Override
	protected Engine engine(final int threads) {
		return new CpuEngine(new Parallel(threads), new ScalarSliceKernel());
	}
}
