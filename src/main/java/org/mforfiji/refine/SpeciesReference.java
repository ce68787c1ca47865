package org.mforfiji.refine;

import java.util.Arrays;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.MaskMoments;
import org.mforfiji.engine.OwnContribution;
import org.mforfiji.engine.OwnShare;
import org.mforfiji.engine.Reference;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.map.FscCurves;
import org.mforfiji.map.Masks;
import org.mforfiji.map.Reconstruction;
import org.mforfiji.map.ShellFilter;

/**
 * A species' references for one iteration: each half-map weighted by the FSC up to the resolution, masked, and transformed;
 * (the leading rings shared between the halves, which keeps them in register); and, if the half-maps were reconstructed from the very images that are to be compared, what is needed to take each image's
 * own contribution out of them.
 */
public final class SpeciesReference {

	/** Oversampling of the reference's transform; the box is twice the particle already. */
	private static final double PADDING = 2;
	/** Leading shells in which the FSC weight is 1. */
	private static final int TRUSTED_SHELLS = 4;
	private static final int LEAST_BAND = 5;
	/** Å above which the halves share their frequencies, so that they stay in register; never more than half the band. */
	private static final double SHARED_RESOLUTION = 40;

	private final double resolution;
	private final int band;
	private final FourierVolume[] volumes;
	private final OwnContribution[] own;

	private SpeciesReference(final double resolution, final int band, final FourierVolume[] volumes,
		final OwnContribution[] own)
	{
		this.resolution = resolution;
		this.band = band;
		this.volumes = volumes;
		this.own = own;
	}

	/**
	 * From half-maps that were reconstructed from the images to be compared.
	 *
	 * @param halves results of both half-sets
	 * @param fsc their correlation
	 * @param mask binary mask of the species
	 * @param diameterA diameter of the species
	 */
	public static SpeciesReference reconstructed(final Reconstruction.Result[] halves, final FscCurves fsc, final Volume mask,
		final double diameterA, final Parallel parallel)
	{
		final Plan plan = new Plan(halves[0].map(), fsc.resolution(), weights(fsc), mask, diameterA, parallel);
		final FourierVolume maskTransform = FourierVolume.of(plan.softMask, 1, Math.min(plan.softMask.nx() / 2, 2 * plan.band),
			parallel);
		final MaskMoments moments = MaskMoments.of(plan.softMask);
		final FourierVolume[] volumes = new FourierVolume[2];
		final OwnContribution[] own = new OwnContribution[2];
		for (int half = 0; half < 2; half++) {
			volumes[half] = plan.transform(halves[half].map());
			own[half] = new OwnContribution(halves[half].inverseWeight(), maskTransform, moments, plan.ownWeights(), plan.band);
		}
		plan.tie(volumes);
		return new SpeciesReference(fsc.resolution(), plan.band, volumes, own);
	}

	/**
	 * From maps that hold none of the images to be compared.
	 *
	 * @param maps maps for both half-sets, which may be the same
	 * @param resolution Å up to which they are trusted
	 * @param mask binary mask
	 * @param diameterA diameter of the species
	 */
	public static SpeciesReference external(final Volume[] maps, final double resolution, final Volume mask,
		final double diameterA, final Parallel parallel)
	{
		final double[] ones = new double[maps[0].nx() / 2];
		Arrays.fill(ones, 1);
		final Plan plan = new Plan(maps[0], resolution, ones, mask, diameterA, parallel);
		return new SpeciesReference(resolution, plan.band, new FourierVolume[] { plan.transform(maps[0]), plan.transform(
			maps[1]) }, null);
	}

	/** Å of the band's end. */
	public double resolution() {
		return resolution;
	}

	/** Rings in use. */
	public int band() {
		return band;
	}

	/** Parts for the engine's own contributions; null if the maps hold none of the images. */
	public OwnContribution[] own() {
		return own;
	}

	/**
	 * The engine's references.
	 *
	 * @param own result of the engine for {@link #own()}, or null
	 * @return for half-set 0 and 1, with gain 1
	 */
	public Reference[] references(final OwnShare[] own) {
		final float[] ones = new float[band];
		Arrays.fill(ones, 1);
		return new Reference[] { new Reference(volumes[0], ones, band, own), new Reference(volumes[1], ones, band, own) };
	}

	private static double[] weights(final FscCurves fsc) {
		final double[] weights = fsc.corrected().clone();
		for (int s = 0; s < weights.length; s++)
			weights[s] = s < TRUSTED_SHELLS ? 1 : Math.max(0, Math.min(1, weights[s]));
		return weights;
	}

	/** What both halves share. */
	private static final class Plan {

		private final int band;
		private final int sharedRings;
		private final double[] curve;
		private final Volume softMask;
		private final Parallel parallel;

		Plan(final Volume map, final double resolution, final double[] weights, final Volume mask, final double diameterA,
			final Parallel parallel)
		{
			this.parallel = parallel;
			final int n = map.nx();
			if (mask.nx() != n || !mask.isCube()) throw new MException("The mask has " + mask.nx() + " pixels along an edge, the map " +
				n, "", "Create the species again with a mask of the map's size");
			final double shell = n * map.pixelSize() / resolution;
			band = (int) Math.max(LEAST_BAND, Math.min(n / 2.0, Math.floor(shell) + 1));
			sharedRings = Math.min((int) (n * map.pixelSize() / SHARED_RESOLUTION), band / 2);
			curve = new double[n / 2];
			for (int s = 0; s < n / 2; s++)
				curve[s] = s < band ? weights[s] : 0;
			final double unit = resolution / (2 * map.pixelSize());
			final Volume soft = Masks.soft(Masks.binarise(mask, 0.25), 3 * Math.max(1, unit), 6 * Math.max(1, unit), parallel);
			final double radius = diameterA / 2 / map.pixelSize();
			final double edge = Math.max(2, Math.min(16 * unit, n / 2.0 - radius));
			softMask = Masks.multiply(soft, Masks.sphere(n, radius, edge), parallel);
		}

		FourierVolume transform(final Volume map) {
			return FourierVolume.of(Masks.multiply(ShellFilter.apply(map, curve, parallel), softMask, parallel), PADDING, band,
				parallel);
		}

		/** Averages the leading rings of both transforms. */
		void tie(final FourierVolume[] volumes) {
			final int r = volumes[0].radius(), nx = r + 2, ny = 2 * r + 3;
			final double limit = sharedRings * volumes[0].padding();
			final float[] a = volumes[0].data(), b = volumes[1].data();
			for (int z = 0; z < ny; z++)
				for (int y = 0; y < ny; y++)
					for (int x = 0; x < nx; x++) {
						final double dy = y - r - 1, dz = z - r - 1;
						if (x * x + dy * dy + dz * dz >= limit * limit) continue;
						for (int i = 2 * ((z * ny + y) * nx + x), end = i + 2; i < end; i++) {
							final float mean = 0.5f * (a[i] + b[i]);
							a[i] = mean;
							b[i] = mean;
						}
					}
		}

		/** Factor per ring that an image's own data have in its reference: the FSC weight, half of it where halves are shared. */
		float[] ownWeights() {
			final float[] weights = new float[band];
			for (int r = 0; r < band; r++)
				weights[r] = (float) (0.5 * (curve[r] + curve[Math.min(r + 1, curve.length - 1)]) * (r < sharedRings ? 0.5 : 1));
			return weights;
		}
	}
}
