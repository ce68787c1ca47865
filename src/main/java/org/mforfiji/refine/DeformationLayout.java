package org.mforfiji.refine;

/**
 * Order and priors of an item's shared parameters beside the image warp: for every tilt the stage angles x, y, z in degrees,
 * then the volume warp in Å, axis by axis, exposure by exposure, node by node, then the magnification of the item in percent:
 * (1 + m_0)·1 + m_1·[[1, 0], [0, −1]] + m_2·[[0, 1], [1, 0]]. Stage angles and magnification have independent Gaussian
 * priors around none; each node of the volume warp goes as a random walk from exposure to exposure, beginning with none
 * (a static warp, of one node along the exposure, has independent priors). Immutable.
 */
public final class DeformationLayout {

	static final String[] AXES = { "x", "y", "z" };
	private static final String[] MAGNIFICATION = { "magnification_isotropic", "magnification_axes", "magnification_diagonal" };

	private final VolumeGridSize grid;
	private final int angles;
	private final int spatial;
	private final int times;
	private final int magnification;

	DeformationLayout(final GeometryBlocks blocks, final int tilts) {
		angles = blocks.stageAngles() ? 3 * tilts : 0;
		grid = blocks.volumeWarp();
		spatial = blocks.volumeWarp().spatialNodes();
		times = blocks.volumeWarp().isPresent() ? blocks.volumeWarp().t() - blocks.volumeWarp().firstFree() : 0;
		magnification = blocks.magnification() ? 3 : 0;
	}

	/** Number of parameters. */
	public int size() {
		return angles + volume() + magnification;
	}

	/** Number of stage angles. */
	int angles() {
		return angles;
	}

	/** Number of parameters of the volume warp. */
	int volume() {
		return 3 * spatial * times;
	}

	/** Number of parameters of the magnification. */
	int magnification() {
		return magnification;
	}

	/** Index of parameter m of the magnification. */
	int magnification(final int m) {
		return angles + volume() + m;
	}

	/** Index of stage angle a of a tilt. */
	int angle(final int tilt, final int a) {
		return 3 * tilt + a;
	}

	/** Index of the volume warp of an axis at refined exposure w (from 0) and spatial node n. */
	int volume(final int axis, final int w, final int n) {
		return angles + (axis * times + w) * spatial + n;
	}

	/** Refined nodes along the exposure. */
	int times() {
		return times;
	}

	/** Prior standard deviation of the change of a volume warp node from one exposure node to the next, Å. */
	double volumeStepA(final Priors priors) {
		return priors.volumeWarpA() / Math.sqrt(Math.max(1, times));
	}

	/** Element (i, j) of the priors' precision matrix. */
	double precision(final Priors priors, final int i, final int j) {
		if (!isVolume(i) || !isVolume(j)) return i == j ? 1 / square(i < angles ? priors.stageAngleDeg() : priors
			.magnificationPercent()) : 0;
		if ((i - j) % spatial != 0 || series(i) != series(j)) return 0;
		final int w = time(i), steps = Math.abs(w - time(j));
		final double unit = 1 / square(volumeStepA(priors));
		if (steps == 0) return w < times - 1 ? 2 * unit : unit;
		return steps == 1 ? -unit : 0;
	}

	/** Row i of the precision matrix times x. */
	double times(final Priors priors, final double[] x, final int at, final int i) {
		double sum = precision(priors, i, i) * x[at + i];
		if (!isVolume(i)) return sum;
		if (time(i) > 0) sum += precision(priors, i, i - spatial) * x[at + i - spatial];
		if (time(i) < times - 1) sum += precision(priors, i, i + spatial) * x[at + i + spatial];
		return sum;
	}

	/** Σ x·y over stage angles. */
	double angleMoment(final double[] x, final double[] y, final int at) {
		double sum = 0;
		for (int i = 0; i < angles; i++)
			sum += x[at + i] * y[at + i];
		return sum;
	}

	/** Σ of the products of steps between exposures of the volume warp. */
	double volumeMoment(final double[] x, final double[] y, final int at) {
		double sum = 0;
		for (int i = angles; i < angles + volume(); i++)
			sum += step(x, at, i) * step(y, at, i);
		return sum;
	}

	/** Σ x·y over the parameters of the magnification. */
	double magnificationMoment(final double[] x, final double[] y, final int at) {
		double sum = 0;
		for (int i = angles + volume(); i < size(); i++)
			sum += x[at + i] * y[at + i];
		return sum;
	}

	/** Names the standard deviation of parameter i. */
	ItemResult.SharedError error(final int i, final double sigma) {
		if (i < angles) return new ItemResult.SharedError("stageangle_" + AXES[i % 3], i / 3 + 1, 0, 0, 0, sigma);
		if (!isVolume(i)) return new ItemResult.SharedError(MAGNIFICATION[i - angles - volume()], 1, 0, 0, 0, sigma);
		final int n = (i - angles) % spatial;
		return new ItemResult.SharedError("volumewarp_" + AXES[series(i)], time(i) + grid.firstFree() + 1,
			n % grid.x(), n / grid.x() % grid.y(), n / (grid.x() * grid.y()), sigma);
	}

	private boolean isVolume(final int i) {
		return i >= angles && i < angles + volume();
	}

	private double step(final double[] x, final int at, final int i) {
		return x[at + i] - (time(i) > 0 ? x[at + i - spatial] : 0);
	}

	private int series(final int i) {
		return (i - angles) / (spatial * times);
	}

	private int time(final int i) {
		return (i - angles) / spatial % times;
	}

	private static double square(final double value) {
		return value * value;
	}
}
