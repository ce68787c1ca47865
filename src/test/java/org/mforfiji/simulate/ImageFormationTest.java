package org.mforfiji.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft2D;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.optics.Ctf;
import org.mforfiji.population.Particle;
import org.mforfiji.population.TiltSeries;

/** One Gaussian blob off the centre of its map, with everything planted: the images against formulas. */
class ImageFormationTest {

	private static final double[] OFFSET = { 40, -25, 15 };
	private static final int NX = 160;
	private static final int NY = 144;

	@TempDir
	Path folder;

	private static PlantedErrors everything() {
		return PlantedErrors.builder().imageWarpRmsA(8).tiltShiftRmsA(15).volumeWarpRmsA(10).stageAngleRmsDeg(2).magnification(
			1.03, 0.01, -0.005, 0.98).defocusRmsUm(0.2).defocusOffsetUm(0.1).astigmatismUm(0.4).astigmatismRmsUm(0.1)
			.astigmatismAngleDeg(30).zernikeEven(0, 0, 0, 5e3, 0, 0, 0, 0).zernikeOdd(10, -20).temporalSamples(4).trajectoryRmsA(
				6).trajectoryRmsDeg(5).build();
	}

	private SimulationOptions options(final PlantedErrors planted, final RadiationDamage damage) {
		return Projects.small(Projects.species(Projects.blob(folder, OFFSET), 1).build()).planted(planted).imaging(
			ImagingOptions.builder().snr(Double.POSITIVE_INFINITY).damage(damage).build()).halfPrecision(false).noiseFreeImages(
				true).build();
	}

	/** The whole complex spectrum of every tilt is CTF × damage × ice × blob, shifted to where the geometry says. */
	@Test
	void spectraAreThoseOfTheFormulas() {
		for (final RadiationDamage damage : new RadiationDamage[] { RadiationDamage.M_DEFAULT,
			RadiationDamage.GRANT_GRIGORIEFF })
		{
			final Path project = folder.resolve(damage.name());
			Projects.run(options(everything(), damage), project);
			final Truth truth = Truth.read(project);
			final TiltSeries series = truth.series("TS_01");
			final Particle particle = truth.particles("blob").get(0);
			double scale = 0;
			for (int t = 0; t < series.tilts(); t++) {
				final float[] is = new Fft2D(NX, NY).forward(trueImage(truth, series, t).data());
				final float[] should = expected(series, particle, t, damage);
				final double[] sums = new double[3];
				for (int i = 0; i < is.length; i++) {
					sums[0] += (double) is[i] * is[i];
					sums[1] += (double) is[i] * should[i];
					sums[2] += (double) should[i] * should[i];
				}
				assertTrue(sums[1] / Math.sqrt(sums[0] * sums[2]) > 0.9998, "tilt " + t + ": correlation " + sums[1] / Math.sqrt(
					sums[0] * sums[2]));
				if (t == 0) scale = sums[1] / sums[2];
				assertEquals(1, sums[1] / sums[2] / scale, 2e-3, "amplitude of tilt " + t);
			}
		}
	}

	private static float[] expected(final TiltSeries series, final Particle particle, final int t,
		final RadiationDamage damage)
	{
		final TiltSeriesGeometry g = series.geometry();
		final PoseTrack track = new PoseTrack(particle, g.doseFractions());
		final TiltSeriesGeometry.Projection at = g.project(track.position(t), t);
		final double[] back = Rotations.transpose(Rotations.multiply(g.orientation(track.position(t), t), track.rotation(t)));
		final Ctf ctf = series.ctf(t, at.defocusUm());
		final double[] m = series.magnification();
		final double inclination = Math.acos(g.tiltMatrix(t)[8]);
		final float[] spectrum = new float[2 * NY * (NX / 2 + 1)];
		for (int y = 0; y < NY; y++)
			for (int x = 0; x <= NX / 2; x++) {
				final double kx = x / (NX * Projects.PIXEL);
				final double ky = (y <= NY / 2 ? y : y - NY) / (NY * Projects.PIXEL);
				final double k2 = kx * kx + ky * ky;
				if (k2 >= 0.25 / (Projects.PIXEL * Projects.PIXEL)) continue;
				final double[] q = Rotations.apply(back, new double[] { m[0] * kx + m[1] * ky, m[2] * kx + m[3] * ky, 0 });
				final double q2 = q[0] * q[0] + q[1] * q[1] + q[2] * q[2];
				final double amplitude = Math.exp(-2 * Math.PI * Math.PI * Projects.SIGMA * Projects.SIGMA * q2) * ctf.value(kx,
					ky) * damage.amplitude(g.dose()[t], k2) * Math.cos(inclination);
				final double phase = -2 * Math.PI * (q[0] * OFFSET[0] + q[1] * OFFSET[1] + q[2] * OFFSET[2] + kx * at.x() + ky * at
					.y()) - ctf.oddPhase(kx, ky);
				final int i = 2 * (y * (NX / 2 + 1) + x);
				spectrum[i] = (float) (amplitude * Math.cos(phase));
				spectrum[i + 1] = (float) (amplitude * Math.sin(phase));
			}
		return spectrum;
	}

	/** Cross-correlation with the blob as the CTF shows it peaks, to a fraction of a pixel, where the geometry says. */
	@Test
	void theBlobLiesWhereTheGeometrySays() {
		Projects.run(options(everything().toBuilder().zernikeOdd().magnification(1, 0, 0, 1).build(), RadiationDamage.NONE),
			folder.resolve("project"));
		final Truth truth = Truth.read(folder.resolve("project"));
		final TiltSeries series = truth.series("TS_01");
		final Particle particle = truth.particles("blob").get(0);
		final double[][] projections = truth.projections("blob", 0);
		for (int t = 0; t < series.tilts(); t++) {
			final TiltSeriesGeometry g = series.geometry();
			final PoseTrack track = new PoseTrack(particle, g.doseFractions());
			final double[] offset = Rotations.apply(Rotations.multiply(g.orientation(track.position(t), t), track.rotation(t)),
				OFFSET);
			final Volume image = MrcFile.read(series.averagePath(t));
			final double[] peak = peak(image, series.ctf(t, g.project(track.position(t), t).defocusUm()));
			assertEquals((projections[t][0] + offset[0]) / Projects.PIXEL, peak[0], 0.05, "x of tilt " + t);
			assertEquals((projections[t][1] + offset[1]) / Projects.PIXEL, peak[1], 0.05, "y of tilt " + t);
		}
	}

	/** Peak of the correlation of the dark image with CTF × Gaussian, by a parabola through the largest pixel. */
	private static double[] peak(final Volume image, final Ctf ctf) {
		final Fft2D fft = new Fft2D(NX, NY);
		final float[] spectrum = fft.forward(image.data());
		for (int y = 0; y < NY; y++)
			for (int x = 0; x <= NX / 2; x++) {
				final double kx = x / (NX * Projects.PIXEL);
				final double ky = (y <= NY / 2 ? y : y - NY) / (NY * Projects.PIXEL);
				final float factor = x == 0 && y == 0 ? 0 : (float) -(ctf.value(kx, ky) * Math.exp(-2 * Math.PI * Math.PI *
					Projects.SIGMA * Projects.SIGMA * (kx * kx + ky * ky)));
				spectrum[2 * (y * (NX / 2 + 1) + x)] *= factor;
				spectrum[2 * (y * (NX / 2 + 1) + x) + 1] *= factor;
			}
		final float[] map = fft.inverse(spectrum);
		int best = 0;
		for (int i = 1; i < map.length; i++)
			if (map[i] > map[best]) best = i;
		return new double[] { best % NX + vertex(map[best - 1], map[best], map[best + 1]), best / NX + vertex(map[best - NX],
			map[best], map[best + NX]) };
	}

	private static double vertex(final float before, final float at, final float after) {
		return 0.5 * (before - after) / (before - 2 * at + after);
	}

	private static Volume trueImage(final Truth truth, final TiltSeries series, final int t) {
		return MrcFile.read(truth.folders().truth().averages().resolve(series.averagePath(t).getFileName()));
	}
}
