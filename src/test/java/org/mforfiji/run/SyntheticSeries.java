package org.mforfiji.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft2D;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.Microscope;
import org.mforfiji.io.relion.OpticsGroup;
import org.mforfiji.io.relion.ParticleSeries;
import org.mforfiji.io.relion.ParticleSeriesWriter;
import org.mforfiji.io.relion.RelionDialect;
import org.mforfiji.io.relion.RelionParticle;
import org.mforfiji.io.relion.RelionParticles;
import org.mforfiji.io.relion.RelionTilt;
import org.mforfiji.io.relion.RelionTomogram;
import org.mforfiji.io.relion.StackParticle;
import org.mforfiji.io.relion.TiltCtf;
import org.mforfiji.io.relion.TiltProjection;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;

/**
 * A small particle series with known poses: Gaussian blobs, projected by their formula, in two tomograms of 11 tilts. The
 * stacks are centred on coordinates that are off the true positions, and the table's angles are off the true ones.
 */
public final class SyntheticSeries {

	public static final int BOX = 40;
	public static final double PIXEL = 6;
	public static final int DIAMETER = 120;
	public static final int PARTICLES = 10;
	private static final int TILTS = 11;
	private static final double NOISE = 1;
	private static final double SIGMA = 6;

	private final Random random = new Random(11);
	private final double[][] blobs = new double[12][];
	private final Path folder;
	private final boolean premultiplied;
	private final boolean halfSets;
	private final List<double[]> truePositions = new ArrayList<>();
	private final List<double[]> trueAngles = new ArrayList<>();

	private SyntheticSeries(final Path folder, final boolean premultiplied, final boolean halfSets) {
		this.folder = folder;
		this.premultiplied = premultiplied;
		this.halfSets = halfSets;
		for (int b = 0; b < blobs.length; b++)
			blobs[b] = vector(random, 42);
	}

	/** Writes a series. */
	public static SyntheticSeries write(final Path folder, final boolean premultiplied) throws IOException {
		return write(folder, premultiplied, false);
	}

	/** Writes a series, with half-sets in its table or without. */
	static SyntheticSeries write(final Path folder, final boolean premultiplied, final boolean halfSets) throws IOException {
		final SyntheticSeries series = new SyntheticSeries(folder, premultiplied, halfSets);
		series.write();
		return series;
	}

	/** The optimisation set. */
	public Path set() {
		return folder.resolve("blobs_optimisation_set.star");
	}

	/** The particle table. */
	public Path table() {
		return folder.resolve("blobs_particles.star");
	}

	/** A run over the series. */
	ParticleSeriesInput input(final Path output) {
		return new ParticleSeriesInput(set(), "blobs", output, DIAMETER, "C1", Optional.empty(), Optional.empty());
	}

	private static double[] vector(final Random random, final double rms) {
		return new double[] { rms * random.nextGaussian() / 1.7, rms * random.nextGaussian() / 1.7, rms * random.nextGaussian() /
			1.7 };
	}

	private void write() throws IOException {
		final List<RelionTomogram> tomograms = List.of(tomogram("TS_1", 2.6), tomogram("TS_2", 3.1));
		final List<OpticsGroup> groups = new ArrayList<>();
		final List<RelionParticle> particles = new ArrayList<>();
		for (final RelionTomogram tomogram : tomograms) {
			groups.add(OpticsGroup.tomo(groups.size() + 1, tomogram.acquisition().opticsGroupName(), tomogram.acquisition()
				.microscope(), 2, PIXEL, new OpticsGroup.Images(BOX, 2, premultiplied)));
			Files.createDirectories(folder.resolve(tomogram.name()));
			for (int p = 0; p < PARTICLES; p++)
				particles.add(particle(tomogram, groups.size(), p));
		}
		new ParticleSeriesWriter(folder, "blobs", ParticleSeriesWriter.Layout.MATRICES).write(RelionParticles.of(
			RelionDialect.WARP_STACKS, groups, particles), tomograms);
		final StarFile star = StarFile.read(table());
		final StarBlock block = star.block("particles").addColumn("rlnTomoParticleId", "0").addColumn("myNote", "kept");
		for (int row = 0; row < block.rows(); row++)
			block.set(row, "rlnTomoParticleId", Integer.toString(row + 1));
		star.write(table());
	}

	private RelionTomogram tomogram(final String name, final double defocusUm) {
		final List<RelionTilt> tilts = new ArrayList<>();
		for (int t = 0; t < TILTS; t++) {
			final double angle = 10 * (t - TILTS / 2);
			tilts.add(RelionTilt.of(TiltProjection.ofAngles(1, angle, 84, 0, 0), TiltCtf.ofMicrometres(defocusUm + 0.02 * t, 0.1,
				20, 0).withScale(Math.cos(Math.toRadians(angle))), 3 * Math.abs(t - TILTS / 2)));
		}
		return new RelionTomogram(name, new int[] { 1000, 900, 300 }, 2, RelionTomogram.Acquisition.of(-1, 3, "optics" + name,
			new Microscope(300, 2.7, 0.07)), tilts);
	}

	private RelionParticle particle(final RelionTomogram tomogram, final int group, final int p) {
		final double[] size = tomogram.sizeA(), at = new double[3], angles = Rotations.toEulerDeg(Rotations.random(random));
		for (int c = 0; c < 3; c++)
			at[c] = size[c] * (0.2 + 0.6 * random.nextDouble());
		final double[] off = vector(random, 6), turn = vector(random, Math.toRadians(4)), truth = new double[3];
		for (int c = 0; c < 3; c++)
			truth[c] = at[c] + off[c];
		truePositions.add(truth);
		final double[] orientation = Rotations.multiply(Rotations.exp(turn), Rotations.fromEulerDeg(angles));
		trueAngles.add(Rotations.toEulerDeg(orientation));
		final boolean[] visible = new boolean[TILTS];
		Arrays.fill(visible, true);
		visible[p % TILTS] = false;
		final String stack = tomogram.name() + "/" + (p + 1) + ".mrcs";
		MrcFile.writeStack(folder.resolve(stack), stack(tomogram, at, off, orientation));
		final RelionParticle particle = RelionParticle.of(tomogram.name() + ".tomostar", at, angles).withOpticsGroup(group)
			.withImages(tomogram.name() + "/" + (p + 1), stack, visible);
		return halfSets ? particle.withRandomSubset(1 + p % 2) : particle;
	}

	private Volume stack(final RelionTomogram tomogram, final double[] at, final double[] off, final double[] orientation) {
		final float[] data = new float[BOX * BOX * TILTS];
		final double[] size = tomogram.sizeA(), centred = new double[3];
		for (int c = 0; c < 3; c++)
			centred[c] = at[c] - size[c] / 2;
		for (int t = 0; t < TILTS; t++)
			System.arraycopy(image(tomogram, t, centred, off, orientation), 0, data, t * BOX * BOX, BOX * BOX);
		return new Volume(data, BOX, BOX, TILTS, PIXEL);
	}

	private float[] image(final RelionTomogram tomogram, final int t, final double[] centred, final double[] off,
		final double[] orientation)
	{
		final double[] tilt = tomogram.tilts().get(t).projection().rotation();
		final double[] shift = Rotations.apply(tilt, off), turn = Rotations.multiply(tilt, orientation);
		final float[] pixels = new float[BOX * BOX];
		for (final double[] blob : blobs) {
			final double[] b = Rotations.apply(turn, blob);
			for (int y = 0, i = 0; y < BOX; y++)
				for (int x = 0; x < BOX; x++, i++) {
					final double dx = (x - BOX / 2) * PIXEL - b[0] - shift[0], dy = (y - BOX / 2) * PIXEL - b[1] - shift[1];
					pixels[i] += (float) (4 * Math.exp(-(dx * dx + dy * dy) / (2 * SIGMA * SIGMA)));
				}
		}
		return imaged(tomogram, t, pixels, centred);
	}

	/** Times CTF and weight, plus noise; times CTF and weight once more if premultiplied. */
	private float[] imaged(final RelionTomogram tomogram, final int t, final float[] pixels, final double[] centred) {
		final float[] ctf = tomogram.ctf(t, PIXEL, tomogram.defocusOffsetA(t, centred)).withEnvelope(0, 1).image(BOX, PIXEL);
		final Fft2D fft = new Fft2D(BOX, BOX);
		final float[] noise = new float[pixels.length], out = new float[pixels.length];
		for (int i = 0; i < noise.length; i++)
			noise[i] = (float) (NOISE * random.nextGaussian());
		final float[] signal = fft.forward(pixels), noisy = fft.forward(noise);
		for (int i = 0; i < ctf.length; i++) {
			final int x = i % (BOX / 2 + 1), row = i / (BOX / 2 + 1), y = row <= BOX / 2 ? row : row - BOX;
			final double w = tomogram.weight(t).amplitude((x * x + y * y) / (BOX * PIXEL * BOX * PIXEL)) * ctf[i];
			for (int c = 2 * i; c < 2 * i + 2; c++)
				signal[c] = (float) ((signal[c] * w + noisy[c]) * (premultiplied ? w : 1));
		}
		fft.inverse(signal, out);
		return out;
	}

	/** Root mean square distances of a table's poses from the true ones: Å, degrees. */
	public double[] errors(final Path optimisationSet) {
		final ParticleSeries series = ParticleSeries.read(optimisationSet);
		double shift = 0, angle = 0;
		for (int p = 0; p < truePositions.size(); p++) {
			final StackParticle particle = series.particles().get(p);
			final double[] at = series.centredA(particle), size = particle.tomogram().sizeA();
			for (int c = 0; c < 3; c++)
				shift += Math.pow(at[c] + size[c] / 2 - truePositions.get(p)[c], 2) / truePositions.size();
			angle += Math.pow(Rotations.angleBetweenDeg(Rotations.fromEulerDeg(particle.particle().anglesDeg()), Rotations
				.fromEulerDeg(trueAngles.get(p))), 2) / truePositions.size();
		}
		return new double[] { Math.sqrt(shift), Math.sqrt(angle) };
	}
}
