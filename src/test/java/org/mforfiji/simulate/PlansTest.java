package org.mforfiji.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.MException;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.LinearGrid4D;

class PlansTest {

	@Test
	void tiltsAreExposedInTheOrderOfTheScheme() {
		final double[] angles = { -9, -6, -3, 0, 3, 6, 9 };
		assertArrayEquals(new int[] { 6, 3, 2, 0, 1, 4, 5 }, TiltScheme.DOSE_SYMMETRIC.ranks(angles));
		assertArrayEquals(new int[] { 6, 5, 4, 0, 1, 2, 3 }, TiltScheme.BIDIRECTIONAL.ranks(angles));
		assertArrayEquals(new int[] { 0, 1, 2, 3, 4, 5, 6 }, TiltScheme.UNIDIRECTIONAL.ranks(angles));
		assertArrayEquals(new int[] { 0 }, TiltScheme.DOSE_SYMMETRIC.ranks(new double[] { 12 }));
	}

	@Test
	void everyTiltIsExposedOnce() {
		for (final TiltScheme scheme : TiltScheme.values()) {
			final double[] doses = TiltOptions.builder().scheme(scheme).minAngleDeg(-40).maxAngleDeg(60).stepDeg(2).dosePerTilt(
				1.5).build().doses();
			assertEquals(51, doses.length);
			final double[] sorted = doses.clone();
			java.util.Arrays.sort(sorted);
			for (int i = 0; i < sorted.length; i++)
				assertEquals(1.5 * i, sorted[i], 1e-9);
		}
	}

	@Test
	void warpsHaveTheWantedRms() {
		final int[] ranks = TiltScheme.DOSE_SYMMETRIC.ranks(TiltOptions.builder().build().anglesDeg());
		final CubicGrid warp = new WarpFields(new Random(1)).imageWarp(PlantedErrors.builder().imageWarpRmsA(4).imageWarpNodes(
			5, 3).build(), ranks);
		assertEquals(4, WarpFields.rms(warp), 1e-3);
		assertEquals(List.of(5, 3, 41), List.of(warp.nx(), warp.ny(), warp.nz()));
		final LinearGrid4D volume = new WarpFields(new Random(2)).volumeWarp(new int[] { 3, 3, 2, 4 }, 6);
		assertEquals(6, WarpFields.rms(volume), 1e-3);
		assertEquals(0, volume.value(0.3, 0.7, 0.4, 0), 0);
		assertTrue(Math.abs(volume.value(0.3, 0.7, 0.4, 1)) > 0);
	}

	@Test
	void everySeriesHasItsOwnMagnification() {
		final SpeciesOptions species = SpeciesOptions.builder().source(java.nio.file.Path.of("model.pdb")).name("a").build();
		final SeriesPlanner planner = new SeriesPlanner(SimulationOptions.builder().species(List.of(species)).planted(PlantedErrors
			.builder().magnification(1.01, 0.002, 0, 1.01).magnificationRmsPercent(0.3).build()).build());
		final double[] first = planner.plan(0).magnification(), second = planner.plan(1).magnification();
		assertTrue(Math.abs(first[0] - second[0]) > 1e-5);
		final double[] own = { (first[0] + first[3]) / 2 - 1.01, (first[0] - first[3]) / 2, first[2] };
		assertEquals(0.003, Math.sqrt((own[0] * own[0] + own[1] * own[1] + own[2] * own[2]) / 3), 1e-6);
		assertEquals(0.002, first[1] - first[2], 1e-9, "what all have in common stays");
	}

	/** Persistence is the correlation between tilts that follow each other in exposure, not in angle. */
	@Test
	void shiftsPersistAlongTheExposure() {
		final int[] ranks = TiltScheme.DOSE_SYMMETRIC.ranks(TiltOptions.builder().stepDeg(0.25).build().anglesDeg());
		final CubicGrid warp = new WarpFields(new Random(3)).imageWarp(PlantedErrors.builder().tiltShiftRmsA(5).warpPersistence(
			0.8).build(), ranks);
		final double[] inOrder = new double[ranks.length];
		for (int t = 0; t < ranks.length; t++)
			inOrder[ranks[t]] = warp.valueAt(t * 16);
		double product = 0;
		double square = 0;
		for (int i = 1; i < inOrder.length; i++) {
			product += inOrder[i] * inOrder[i - 1];
			square += inOrder[i] * inOrder[i];
		}
		assertEquals(0.8, product / square, 0.08);
		assertEquals(5, Math.sqrt(square / inOrder.length), 0.5);
	}

	@Test
	void particlesDoNotOverlap() {
		final double[] size = { 2000, 1500, 600 };
		final ParticlePacking packing = new ParticlePacking(size, (centre, diameter) -> centre[0] < 1800);
		final List<List<double[]>> placed = packing.place(List.of(new ParticlePacking.Crowd("small", 60, 80),
			new ParticlePacking.Crowd("large", 15, 250)), new Random(5), "test");
		assertEquals(60, placed.get(0).size());
		assertEquals(15, placed.get(1).size());
		for (int a = 0; a < 2; a++)
			for (int i = 0; i < placed.get(a).size(); i++)
				for (int b = 0; b < 2; b++)
					for (int j = 0; j < placed.get(b).size(); j++) {
						if (a == b && i == j) continue;
						final double[] p = placed.get(a).get(i);
						final double[] q = placed.get(b).get(j);
						final double apart = ((a == 0 ? 80 : 250) + (b == 0 ? 80 : 250)) / 2.0;
						assertTrue(Math.hypot(Math.hypot(p[0] - q[0], p[1] - q[1]), p[2] - q[2]) >= apart);
						assertTrue(p[0] < 1800);
					}
		final MException full = assertThrows(MException.class, () -> packing.place(List.of(new ParticlePacking.Crowd("large",
			500, 250)), new Random(5), "TS_01"));
		assertTrue(full.getMessage().contains("of 500") && full.getMessage().contains("TS_01"), full.getMessage());
	}

	@Test
	void impossibleOptionsAreRefusedByName() {
		for (final Runnable wrong : List.<Runnable> of(() -> TiltOptions.builder().stepDeg(0).build(), () -> TiltOptions
			.builder().minAngleDeg(10).maxAngleDeg(-10).build(), () -> MicroscopeOptions.builder().imageWidth(401).build(),
			() -> ImagingOptions.builder().snr(0).build(), () -> ImagingOptions.builder().snr(Double.NaN).build(),
			() -> PlantedErrors.builder().trajectoryRmsA(3).build(), () -> PlantedErrors.builder().imageWarpNodes(3).build(),
			() -> PlantedErrors.builder().volumeWarpRmsA(3).volumeWarpNodes(2, 2, 2, 1).build(), () -> SpeciesOptions.builder()
				.build(), () -> SimulationOptions.builder().build()))
			assertTrue(assertThrows(MException.class, wrong::run).getMessage().length() > 20);
		assertEquals("Give a value from 0.1 to 90", assertThrows(MException.class, () -> TiltOptions.builder().stepDeg(-1)
			.build()).remedy());
	}

	@Test
	void damageAndIceFollowTheirFormulas() {
		assertEquals(Math.exp(-60 * 0.01), RadiationDamage.M_DEFAULT.amplitude(60, 0.01), 1e-12);
		assertEquals(Math.exp(-0.5 * 60 / (0.245 * Math.pow(0.1, -1.665) + 2.81)), RadiationDamage.GRANT_GRIGORIEFF.amplitude(
			60, 0.01), 1e-12);
		assertEquals(1, RadiationDamage.GRANT_GRIGORIEFF.amplitude(60, 0), 0);
		assertEquals(0.5, IceContrast.COSINE.contrast(60, 1000, 4000), 1e-12);
		assertEquals(Math.exp(-0.5), IceContrast.ATTENUATION.contrast(60, 1000, 4000), 1e-12);
	}
}
