package org.mforfiji.engine.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.LocalParameters;
import org.mforfiji.engine.MaskMoments;
import org.mforfiji.engine.OwnContribution;
import org.mforfiji.engine.OwnShare;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.map.BackProjector;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.map.Masks;
import org.mforfiji.map.Reconstruction;
import org.mforfiji.map.ReconstructionOptions;

/**
 * What is left of an image's own share when it turns, against slices through maps in which that one image alone was
 * back-projected, with the weights of all.
 */
class OwnTurnTest {

	private static final int BOX = 48;
	private static final int BAND = 20;
	private static final double PIXEL = 3;
	private static final int IMAGES = 120;
	private static final int TESTED = 24;
	private static final HalfPlane PIXELS = HalfPlane.of(BOX);
	private static final double UNIT = 2 * Math.PI / (BOX * PIXEL);

	private final Parallel parallel = new Parallel(2);
	private final CpuEngine engine = CpuEngine.plain(parallel);
	private final ParticleStack stack = stack(new Random(1));
	private final ImagePoses poses = poses(new Random(2));
	private final int[] halfSet = new int[IMAGES];
	private final Volume mask = mask();
	private final float[] gain = new float[BAND];
	private final OwnShare[] shares = shares();
	private final FourierVolume[] alone = new FourierVolume[TESTED];

	/** Noise of variance C2, in bands of different contrast transfer. */
	private static ParticleStack stack(final Random random) {
		final ParticleStack.Builder builder = ParticleStack.builder(BOX, PIXEL);
		for (int i = 0; i < IMAGES; i++) {
			final float[] values = new float[3 * PIXELS.size()];
			final double defocus = 10 + 10 * random.nextDouble(), astigmatism = 2 * random.nextDouble();
			for (int j = 0; j < PIXELS.size(); j++) {
				final double kx = PIXELS.kx(j) / (double) BOX, ky = PIXELS.ky(j) / (double) BOX;
				final double ctf = Math.sin(defocus * (kx * kx + ky * ky) + astigmatism * (kx * kx - ky * ky) + 0.3);
				values[2 * j] = (float) (Math.abs(ctf) * random.nextGaussian() / Math.sqrt(2));
				values[2 * j + 1] = (float) (Math.abs(ctf) * random.nextGaussian() / Math.sqrt(2));
				values[2 * PIXELS.size() + j] = (float) (ctf * ctf);
			}
			builder.add(new ParticleStack.Image(i, 0, 0, 0, values));
		}
		return builder.build();
	}

	private static ImagePoses poses(final Random random) {
		final ImagePoses poses = new ImagePoses(IMAGES);
		for (int i = 0; i < IMAGES; i++)
			poses.set(i, Rotations.random(random), 3 * random.nextGaussian(), 3 * random.nextGaussian());
		return poses;
	}

	/** A long particle, off the centre of its box. */
	private static Volume mask() {
		final Volume mask = Volume.cube(BOX, PIXEL);
		for (int i = 0; i < mask.data().length; i++) {
			final double x = i % BOX - BOX / 2 - 2, y = i / BOX % BOX - BOX / 2 + 1, z = i / BOX / BOX - BOX / 2;
			mask.data()[i] = x * x / 81 + y * y / 36 + z * z / 64 < 1 ? 1 : 0;
		}
		return Masks.soft(mask, 1, 4);
	}

	private OwnShare[] shares() {
		java.util.Arrays.fill(gain, 1);
		final Reconstruction.Result all = reconstruct(-1);
		return engine.ownContributions(stack, poses, halfSet, new OwnContribution[] { new OwnContribution(all.inverseWeight(),
			FourierVolume.of(mask, 1, BOX / 2.0), MaskMoments.of(mask), gain, BAND), null });
	}

	/** Weights of all images, data of one or, with −1, of all. */
	private Reconstruction.Result reconstruct(final int one) {
		final ParticleStack.Builder builder = ParticleStack.builder(BOX, PIXEL);
		for (int i = 0; i < IMAGES; i++) {
			final float[] values = stack.values(i).clone();
			if (one >= 0 && i != one) java.util.Arrays.fill(values, 0, 2 * PIXELS.size(), 0);
			builder.add(new ParticleStack.Image(i, 0, 0, 0, values));
		}
		final BackProjector sums = new BackProjector(BOX);
		engine.backProject(builder.build(), poses, halfSet, 0, sums);
		return Reconstruction.reconstruct(sums, ReconstructionOptions.of(PIXEL).withFinish(false), parallel);
	}

	private FourierVolume alone(final int i) {
		if (alone[i] == null) alone[i] = FourierVolume.of(Masks.multiply(reconstruct(i).map(), mask, parallel), 2, BAND, parallel);
		return alone[i];
	}

	/** Σ Re(conj(D)·o) of image i's own share at a rotation and shift from its pose, exactly. */
	private double exact(final int i, final double[] turn, final double x, final double y) {
		final double[] rotation = new double[9];
		poses.rotation(i, rotation);
		final float[] slice = alone(i).slice(Rotations.multiply(Rotations.exp(turn), rotation), PIXELS);
		double sum = 0;
		for (int j = 0; j < PIXELS.within(BAND); j++) {
			final double phase = UNIT * (PIXELS.kx(j) * (poses.shiftX(i) + x) + PIXELS.ky(j) * (poses.shiftY(i) + y));
			final double re = stack.values(i)[2 * j], im = stack.values(i)[2 * j + 1];
			sum += (re * Math.cos(phase) - im * Math.sin(phase)) * slice[2 * j] + (re * Math.sin(phase) + im * Math.cos(phase)) *
				slice[2 * j + 1];
		}
		return sum;
	}

	/** The task after removal of the turned share, all other terms zero. */
	private SliceTask task(final int i, final double[] turn, final double x, final double y) {
		return task(i, new double[] { x, y, turn[0], turn[1], turn[2], 0, 0, 0 }, new double[8]);
	}

	/** The same where image i has moved by local parameters, and then by more of them. */
	private SliceTask task(final int i, final double[] moved, final double[] more) {
		final double[] rotation = new double[9];
		poses.rotation(i, rotation);
		final ImagePoses at = new ImagePoses(IMAGES);
		at.set(i, changed(changed(rotation, moved), more), poses.shiftX(i) + moved[0] + more[0], poses.shiftY(i) + moved[1] +
			more[1]);
		final SliceTask task = new SliceTask(PIXELS, PIXEL);
		task.parameters = LocalParameters.MAGNIFICATION;
		task.gain = gain;
		task.rings = BAND;
		new OwnTurn(BOX, UNIT).remove(task, shares[i], at, i);
		return task;
	}

	private static double[] changed(final double[] matrix, final double[] by) {
		final double[] turned = Rotations.multiply(Rotations.exp(new double[] { by[2], by[3], by[4] }), matrix);
		return Rotations.multiply(new double[] { 1 + by[5] + by[6], by[7], 0, by[7], 1 + by[5] - by[6], 0, 0, 0, 1 }, turned);
	}

	private static double[] scaled(final double[] v, final double f) {
		return new double[] { f * v[0], f * v[1], f * v[2] };
	}

	/** Σ over tested images and both senses, by the formula and exactly, as shares of what there is where they were inserted. */
	private double[] lost(final double[] axis, final double degrees, final double shift) {
		double exact = 0, formula = 0, whole = 0;
		for (int i = 0; i < TESTED; i++)
			for (int sense = -1; sense < 2; sense += 2) {
				final double[] turn = scaled(axis, sense * Math.toRadians(degrees));
				whole += exact(i, new double[3], 0, 0);
				exact += exact(i, turn, sense * shift, 0) - exact(i, new double[3], sense * shift, 0);
				formula += task(i, turn, sense * shift, 0).terms[0] / 2;
			}
		return new double[] { formula / whole, exact / whole };
	}

	@Test
	void theShareLeftAtAnotherRotationIsThatOfTheSlice() {
		final double[][] axes = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
		for (final double shift : new double[] { 0, 2 })
			for (final double degrees : new double[] { 0.5, 1, 2, 3, 6 })
				for (final double[] axis : axes) {
					final double[] lost = lost(axis, degrees, shift);
					final String name = String.format("shift %.0f Å, %.1f° about %s: %.4f for %.4f", shift, degrees, java.util.Arrays.toString(
						axis), lost[0], lost[1]);
					assertEquals(lost[1], lost[0], 0.15 * Math.abs(lost[1]) + (shift > 0 ? 0.004 : 5e-4), name);
				}
	}

	@Test
	void gradientIsThatOfTheValue() {
		final Random random = new Random(3);
		for (int r = 0; r < BAND; r++)
			gain[r] = (float) (1 + 0.3 * Math.sin(r));
		for (int i = 0; i < 10; i++) {
			final double[] at = new double[8];
			for (int c = 0; c < 8; c++)
				at[c] = random.nextGaussian() * (c < 2 ? 1.5 : 0.03);
			final SliceTask here = task(i, at, new double[8]);
			for (int c = 0; c < 8; c++) {
				final double[] values = new double[2];
				final double step = c < 2 ? 1e-4 : 1e-6;
				for (int side = 0; side < 2; side++) {
					final double[] more = new double[8];
					more[c] = (2 * side - 1) * step;
					values[side] = task(i, at, more).terms[0];
				}
				assertEquals(-(values[1] - values[0]) / (2 * step), here.terms[1 + c], 1e-4 * Math.abs(here.terms[0]) * (c < 2 ? 1 :
					30), "derivative " + c + " of image " + i);
			}
			double sum = 0;
			for (int r = 0; r < BAND; r++)
				sum -= 2 * gain[r] * here.cross[r];
			assertEquals(here.terms[0], sum, 1e-9 * Math.abs(sum), "ring sums");
		}
	}
}
