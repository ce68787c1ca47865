package org.mforfiji.map;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;

/**
 * The last step before a half-map is stored: the two outermost shells are removed (|k| &gt; n/2 − 2 cycles per box),
 * then a sphere with a soft edge cuts what lies outside the particle's reach.
 * <p>
 * The sphere ends at radius n/2 − 1 voxels and its cosine edge is 15 voxels wide, which from 64 voxels on leaves a flat
 * core of at least n/4, the particle's own radius in a box of twice its diameter. In smaller boxes the edge shrinks to
 * n/4 − 1 voxels, so that the core stays n/4. If the box is less than twice the particle, the core is the particle and the
 * edge what remains.
 */
public final class HalfMapFinish {

	private static final double EDGE = 15;
	private static final int SHELLS_REMOVED = 2;
	/** Boxes are twice the diameter to half a voxel of the radius. */
	private static final double ROUNDING = 0.5;
	private static final double LEAST_EDGE = 2;

	private HalfMapFinish() {}

	/** The finished map of a particle of half the box, in a new volume. */
	public static Volume finish(final Volume map, final Parallel parallel) {
		return finish(map, 0, parallel);
	}

	/** The finished map, in a new volume; the particle's radius in voxels, 0 for half the box. */
	static Volume finish(final Volume map, final double particleRadius, final Parallel parallel) {
		final int n = map.nx();
		final double limit = n / 2.0 - SHELLS_REMOVED;
		final Volume filtered = ShellFilter.apply(map, radius -> radius <= limit ? 1 : 0, parallel);
		return Masks.multiply(filtered, sphere(n, particleRadius), parallel);
	}

	private static Volume sphere(final int n, final double particleRadius) {
		if (particleRadius <= n / 4.0 + ROUNDING) return sphere(n);
		final double core = Math.min(particleRadius, n / 2.0 - 1 - LEAST_EDGE);
		return Masks.sphere(n, core, n / 2.0 - 1 - core);
	}

	/** The sphere for maps of n voxels: see above. */
	public static Volume sphere(final int n) {
		final double edge = edge(n);
		return Masks.sphere(n, n / 2.0 - 1 - edge, edge);
	}

	/** Width of the sphere's edge in voxels. */
	static double edge(final int n) {
		return Math.min(EDGE, Math.max(1, n / 4.0 - 1));
	}
}
