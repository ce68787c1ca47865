package org.mforfiji.refine;

import java.util.Arrays;

import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.optics.Ctf;

/**
 * The contrast transfer of a tilt series, as it stands in its metadata. Immutable.
 *
 * @param defocus grid of the defocus, µm
 * @param delta astigmatism of each tilt, µm
 * @param angle its angle, degrees
 * @param phase phase shift of each tilt, π
 * @param ctf what all tilts share
 */
public record SeriesOptics(CubicGrid defocus, CubicGrid delta, CubicGrid angle, CubicGrid phase, Ctf ctf) {

	private static final int EVEN = 8;

	/** That of metadata. */
	public static SeriesOptics of(final TiltSeriesMetadata metadata) {
		return new SeriesOptics(metadata.grid(SeriesGrid.CTF), metadata.grid(SeriesGrid.CTF_DEFOCUS_DELTA), metadata.grid(
			SeriesGrid.CTF_DEFOCUS_ANGLE), metadata.grid(SeriesGrid.CTF_PHASE), metadata.ctf());
	}

	/** Metadata with this contrast transfer. */
	public TiltSeriesMetadata onto(final TiltSeriesMetadata metadata) {
		return metadata.withGrid(SeriesGrid.CTF, defocus).withGrid(SeriesGrid.CTF_DEFOCUS_DELTA, delta).withGrid(
			SeriesGrid.CTF_DEFOCUS_ANGLE, angle).withGrid(SeriesGrid.CTF_PHASE, phase).withCtf(ctf);
	}

	/** With these odd Zernike coefficients, radians. */
	public SeriesOptics withOdd(final double[] coefficients) {
		return new SeriesOptics(defocus, delta, angle, phase, ctf.toBuilder().zernikeOdd(coefficients).build());
	}

	/**
	 * With changes of γ.
	 *
	 * @param theta by tilt and term of {@link CtfBasis}; that of the spherical aberration and of fourth order is the same for
	 *          all tilts
	 * @param sharedAstigmatism whether the astigmatism's change is the same for all tilts and goes to the even Zernike
	 *          coefficients of second order
	 */
	SeriesOptics changed(final double[][] theta, final boolean sharedAstigmatism) {
		final int tilts = theta.length;
		final double[] zernike = Arrays.copyOf(ctf.zernikeEven(), Math.max(EVEN, ctf.zernikeEven().length));
		final double[] first = theta[0];
		final int f = CtfBasis.FOURTH;
		addFourth(zernike, first[f], first[f + 1], first[f + 2], first[f + 3]);
		final double[][] own = new double[tilts][];
		for (int t = 0; t < tilts; t++) {
			own[t] = theta[t].clone();
			if (sharedAstigmatism) own[t][CtfBasis.ASTIGMATISM_COS] = own[t][CtfBasis.ASTIGMATISM_SIN] = 0;
		}
		if (sharedAstigmatism) {
			final double unit = -0.5e4 * Math.PI * ctf.wavelength();
			zernike[0] += unit * first[CtfBasis.ASTIGMATISM_SIN];
			zernike[2] += unit * first[CtfBasis.ASTIGMATISM_COS];
		}
		final boolean even = !Arrays.equals(zernike, Arrays.copyOf(ctf.zernikeEven(), zernike.length));
		final Ctf optics = ctf.toBuilder().csMm(ctf.csMm() + first[CtfBasis.CS]).zernikeEven(even ? zernike : ctf.zernikeEven())
			.build();
		final CubicGrid[] astigmatism = astigmatism(own);
		return new SeriesOptics(defocus(own), astigmatism[0], astigmatism[1], phase(own), optics);
	}

	/** k⁴ cos 2α = (Z(4,2) + 3·Z(2,2))/4, as M's polynomials of fourth order hold second order. */
	private static void addFourth(final double[] zernike, final double cos2, final double sin2, final double cos4,
		final double sin4)
	{
		zernike[0] += 0.75 * sin2;
		zernike[2] += 0.75 * cos2;
		zernike[3] += sin4;
		zernike[4] += 0.25 * sin2;
		zernike[6] += 0.25 * cos2;
		zernike[7] += cos4;
	}

	private CubicGrid defocus(final double[][] theta) {
		if (unchanged(theta, CtfBasis.DEFOCUS)) return defocus;
		final CubicGrid grid = defocus.nz() == theta.length ? defocus : defocus.resized(defocus.nx(), defocus.ny(), theta.length);
		final float[] values = grid.values();
		final int plane = grid.nx() * grid.ny();
		for (int i = 0; i < values.length; i++)
			values[i] += (float) theta[i / plane][CtfBasis.DEFOCUS];
		return grid.withValues(values);
	}

	private CubicGrid[] astigmatism(final double[][] theta) {
		if (unchanged(theta, CtfBasis.ASTIGMATISM_COS) && unchanged(theta, CtfBasis.ASTIGMATISM_SIN)) return new CubicGrid[] {
			delta, angle };
		final float[] deltas = new float[theta.length], angles = new float[theta.length];
		for (int t = 0; t < theta.length; t++) {
			final double twice = Math.toRadians(2 * node(angle, t)), before = node(delta, t);
			final double cos = before * Math.cos(twice) + theta[t][CtfBasis.ASTIGMATISM_COS];
			final double sin = before * Math.sin(twice) + theta[t][CtfBasis.ASTIGMATISM_SIN];
			deltas[t] = (float) Math.hypot(cos, sin);
			angles[t] = (float) Math.toDegrees(0.5 * Math.atan2(sin, cos));
		}
		return new CubicGrid[] { perTilt(deltas), perTilt(angles) };
	}

	private CubicGrid phase(final double[][] theta) {
		if (unchanged(theta, CtfBasis.PHASE)) return phase;
		final float[] values = new float[theta.length];
		for (int t = 0; t < values.length; t++)
			values[t] = (float) (node(phase, t) + theta[t][CtfBasis.PHASE]);
		return perTilt(values);
	}

	private static CubicGrid perTilt(final float[] values) {
		return CubicGrid.zeros(1, 1, values.length).withValues(values);
	}

	private static double node(final CubicGrid grid, final int t) {
		return t < grid.size() ? grid.valueAt(t) : 0;
	}

	private static boolean unchanged(final double[][] theta, final int term) {
		for (final double[] tilt : theta)
			if (tilt[term] != 0) return false;
		return true;
	}
}
