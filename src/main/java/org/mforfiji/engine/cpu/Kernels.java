package org.mforfiji.engine.cpu;

/** Chooses the slice kernel that this Java virtual machine can run. */
final class Kernels {

	private static final String VECTOR = "org.mforfiji.engine.cpu.VectorSliceKernel";

	private Kernels() {}

	/** The Vector API kernel where the incubator module is loaded and vectors are long enough, else the plain one. */
	static SliceKernel best() {
		if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) return new ScalarSliceKernel();
		try {
			return (SliceKernel) Class.forName(VECTOR).getDeclaredConstructor().newInstance();
		}
		catch (final ReflectiveOperationException | LinkageError missing) {
			return new ScalarSliceKernel();
		}
	}
}
