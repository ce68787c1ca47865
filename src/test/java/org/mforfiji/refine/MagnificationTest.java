package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.map.FourierVolume;

/** Planted magnifications are found, with error bars that hold, and nothing else of the matrix changes. */
class MagnificationTest {

	private static final FourierVolume MAP = SyntheticItem.transform(SyntheticItem.phantom(1));
	private static final GeometryBlocks BLOCKS = GeometryBlocks.of(new GridSize(1, 1)).withMagnification(true);
	private static final int ITEMS = 8;
	private final Parallel parallel = new Parallel(2);
	private final CpuEngine engine = new CpuEngine(parallel);

	@Test
	void plantedMagnificationIsRecovered() {
		final List<SyntheticItem> items = new ArrayList<>();
		for (int i = 0; i < ITEMS; i++)
			items.add(new SyntheticItem(new SyntheticItem.Plan(21, 24, BLOCKS, 3, 2, 1.5, 0.15, 40 + i), MAP));
		final SyntheticSet set = new SyntheticSet(items, engine, parallel);
		final double before = rms(errors(set));
		List<ItemResult> results = List.of();
		for (int k = 0; k < 3; k++)
			results = set.iterate(RefineOptions.builder().imageWarp(BLOCKS.imageWarp()).magnification(true).particles(true).build());
		final double[][] errors = errors(set);
		assertTrue(rms(errors) < 0.4 * before, "from " + before + " % to " + rms(errors) + " %");
		double sum = 0;
		for (int i = 0; i < ITEMS; i++) {
			final List<ItemResult.SharedError> shared = results.get(i).errors().shared();
			for (int m = 0; m < 3; m++) {
				final ItemResult.SharedError error = shared.get(shared.size() - 3 + m);
				assertTrue(error.name().startsWith("magnification_"), error.name());
				sum += Math.pow(errors[i][m] / error.sigma(), 2);
			}
			assertTrue(results.get(i).report().passes() <= 15, "passes " + results.get(i).report().passes());
		}
		assertEquals(0, mean(set), 0.4, "drift of the scale of the map in three iterations, percent");
		final double ratio = Math.sqrt(sum / (3 * ITEMS - 1));
		assertTrue(ratio > 0.7 && ratio < 1.4, "errors over predicted standard deviations: " + ratio);
	}

	/** Errors in percent by item and number; a scale common to all is that of the map. */
	private static double[][] errors(final SyntheticSet set) {
		final double[][] errors = new double[ITEMS][];
		double common = 0;
		for (int i = 0; i < ITEMS; i++) {
			errors[i] = Magnification.percent(set.models.get(i).magnification());
			final double[] be = Magnification.percent(set.items.get(i).truth.magnification());
			for (int m = 0; m < 3; m++)
				errors[i][m] -= be[m];
			common += errors[i][0] / ITEMS;
		}
		for (int i = 0; i < ITEMS; i++)
			errors[i][0] -= common;
		return errors;
	}

	/** Mean isotropic magnification, percent. */
	private static double mean(final SyntheticSet set) {
		return set.models.stream().mapToDouble(model -> Magnification.percent(model.magnification())[0]).average().orElse(0);
	}

	private static double rms(final double[][] errors) {
		double sum = 0;
		for (final double[] item : errors)
			for (final double error : item)
				sum += error * error;
		return Math.sqrt(sum / (3 * errors.length - 1));
	}

	@Test
	void threeNumbersMakeTheMatrixAndItsRotationStays() {
		final double[] m = { 1.004, 0.003, -0.001, 0.998 };
		final double[] percent = Magnification.percent(m);
		assertArrayEquals(new double[] { 0.1, 0.3, 0.1 }, percent, 1e-12);
		assertArrayEquals(m, Magnification.with(m, percent, 0), 1e-12);
		final double[] other = Magnification.with(m, new double[] { 9, 0, 0, 0 }, 1);
		assertArrayEquals(new double[] { 1, 0.002, -0.002, 1 }, other, 1e-12);
		assertEquals(m[1] - m[2], other[1] - other[2], 1e-15);
	}
}
