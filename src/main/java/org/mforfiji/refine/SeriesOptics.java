package org.mforfiji.refine;

import java.util.Arrays;
import java.util.Optional;

import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.io.warp.ImportedOptics;
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

	/** What {@link ImportedOptics} keeps of it, for a series of so many tilts. */
	private ImportedOptics summary(final int tilts) {
		final double[] mean = new double[tilts], cos = new double[tilts], sin = new double[tilts], phases = new double[tilts];
		final CubicGrid grid = perTilt(defocus, tilts);
		final int plane = grid.nx() * grid.ny();
		for (int t = 0; t < tilts; t++) {
			for (int i = 0; i < plane; i++)
				mean[t] += grid.valueAt(t * plane + i) / plane;
			final double twice = Math.toRadians(2 * node(angle, t));
			cos[t] = node(delta, t) * Math.cos(twice);
			sin[t] = node(delta, t) * Math.sin(twice);
			phases[t] = node(phase, t);
		}
		return new ImportedOptics(mean, cos, sin, phases, ctf.csMm(), ctf.zernikeEven());
	}

	/** The metadata with a memory of their contrast transfer, if they have none yet: to be called before it is changed first. */
	public static TiltSeriesMetadata remembered(final TiltSeriesMetadata metadata) {
		return metadata.importedOptics().isPresent() ? metadata : metadata.withImportedOptics(of(metadata).summary(metadata
			.tilts()));
	}

	/**
	 * The contrast transfer that the metadata were imported with, as change of the present one.
	 *
	 * @param sharedAstigmatism as in {@link #changed}
	 * @return by tilt and term of {@link CtfBasis}
	 */
	static double[][] imported(final TiltSeriesMetadata metadata, final boolean sharedAstigmatism) {
		final double[][] theta = new double[metadata.tilts()][CtfBasis.SIZE];
		final Optional<ImportedOptics> first = metadata.importedOptics();
		if (first.isEmpty()) return theta;
		final ImportedOptics was = first.get(), is = of(metadata).summary(theta.length);
		final double[] before = Arrays.copyOf(was.zernikeEven(), EVEN), now = Arrays.copyOf(is.zernikeEven(), EVEN);
		final double[] even = new double[EVEN];
		for (int i = 0; i < EVEN; i++)
			even[i] = before[i] - now[i];
		final double unit = -0.5e4 * Math.PI * metadata.ctf().wavelength();
		for (int t = 0; t < theta.length; t++) {
			theta[t][CtfBasis.DEFOCUS] = was.defocusUm()[t] - is.defocusUm()[t];
			theta[t][CtfBasis.ASTIGMATISM_COS] = sharedAstigmatism ? (even[2] - 3 * even[6]) / unit : was.astigmatismCosUm()[t] - is
				.astigmatismCosUm()[t];
			theta[t][CtfBasis.ASTIGMATISM_SIN] = sharedAstigmatism ? (even[0] - 3 * even[4]) / unit : was.astigmatismSinUm()[t] - is
				.astigmatismSinUm()[t];
			theta[t][CtfBasis.PHASE] = was.phasePi()[t] - is.phasePi()[t];
			theta[t][CtfBasis.CS] = was.csMm() - is.csMm();
			theta[t][CtfBasis.FOURTH] = 4 * even[6];
			theta[t][CtfBasis.FOURTH + 1] = 4 * even[4];
			theta[t][CtfBasis.FOURTH + 2] = even[7];
			theta[t][CtfBasis.FOURTH + 3] = even[3];
		}
		return theta;
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
		final CubicGrid grid = perTilt(defocus, theta.length);
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

	private static CubicGrid perTilt(final CubicGrid grid, final int tilts) {
		return grid.nz() == tilts ? grid : grid.resized(grid.nx(), grid.ny(), tilts);
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
