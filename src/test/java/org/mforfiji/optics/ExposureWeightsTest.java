package org.mforfiji.optics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.MException;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.optics.ExposureWeights.Envelope;

class ExposureWeightsTest {

	private static ExposureWeights.Builder three() {
		return ExposureWeights.builder().dose(new double[] { 6, 0, 3 }).angles(new double[] { -60, 0, 60 });
	}

	private static CubicGrid perTilt(final float... values) {
		return new CubicGrid(1, 1, values.length, new double[3], values);
	}

	@Test
	void withoutFitTheyComeFromDoseAndAngle() {
		final ExposureWeights weights = three().useTilt(new boolean[] { true, true, false }).build();
		assertEquals(new Envelope(-24, Math.cos(Math.toRadians(-60))), weights.envelope(0, false));
		assertEquals(0, weights.envelope(1, false).bfactor(), 0);
		assertEquals(1, weights.envelope(1, true).scale());
		assertEquals(0.5e-4, weights.envelope(2, false).scale(), 1e-12);
		assertEquals(-12, weights.envelope(2, false).bfactor());
		assertEquals(3, weights.envelopes(false).length);
	}

	@Test
	void fittedGridsReplaceThemButNeverUndercutTheDose() {
		final ExposureWeights weights = three().doseBfactors(perTilt(-30, -2, -5)).doseWeights(perTilt(0.3f, 1, 0.7f)).build();
		assertEquals(-30, weights.envelope(0, false).bfactor(), 1e-5);
		assertEquals(-2, weights.envelope(1, false).bfactor(), 1e-5);
		assertEquals(-9, weights.envelope(2, false).bfactor(), 1e-5);
		assertEquals(0.7, weights.envelope(2, false).scale(), 1e-6);
	}

	@Test
	void locationAndGlobalWeights() {
		final ExposureWeights weights = three().locationBfactors(new CubicGrid(2, 1, 1, new double[3], new float[] { 0, -10 }))
			.locationWeights(new CubicGrid(1, 2, 1, new double[3], new float[] { 1, 0.5f })).global(-7, 0.8).build();
		assertEquals(-5, weights.envelope(1, false).bfactor(), 1e-6);
		assertEquals(0.75, weights.envelope(1, false).scale(), 1e-6);
		assertEquals(-10, weights.envelope(1, false, 1, 0).bfactor(), 1e-6);
		assertEquals(-17, weights.envelope(1, true, 1, 0).bfactor(), 1e-6);
		assertEquals(0.4, weights.envelope(1, true, 1, 1).scale(), 1e-6);
	}

	@Test
	void oneTiltWithAFittedGridTakesItsBeginning() {
		final ExposureWeights weights = ExposureWeights.builder().dose(new double[] { 1 }).angles(new double[] { 0 })
			.doseBfactors(perTilt(-50, -60)).build();
		assertEquals(-50, weights.envelope(0, false).bfactor(), 1e-6);
	}

	@Test
	void amplitude() {
		assertEquals(0.5 * Math.exp(-10 * 0.04), new Envelope(-40, 0.5).amplitude(0.04), 1e-12);
	}

	@Test
	void relevantSizeIsWhereTheEnvelopeFallsBelowTheThreshold() {
		final Envelope[] all = { new Envelope(-240, 0.1), new Envelope(-40, 1), new Envelope(-1e7, 1), new Envelope(-45, 1) };
		final double pixel = 1.5;
		final int box = 200;
		final double k = Math.sqrt(-Math.log(0.05) * 4 / 200);
		assertEquals(2 * (int) Math.ceil(k * box * pixel), ExposureWeights.relevantSize(all, 0, box, pixel, 0.05));
		assertEquals(box, ExposureWeights.relevantSize(all, 1, box, pixel, 0.05));
		assertEquals(2, ExposureWeights.relevantSize(all, 2, box, pixel, 0.05));
		assertEquals(box, ExposureWeights.relevantSize(all, 3, box, pixel, 0.05));
		assertTrue(ExposureWeights.relevantSize(all, 0, box, pixel, 0.25) < ExposureWeights.relevantSize(all, 0, box, pixel,
			0.05));
	}

	@Test
	void listsOfDifferentLengthAreRefused() {
		final MException e = assertThrows(MException.class, () -> three().dose(new double[2]).build());
		assertTrue(e.getMessage().contains("(2)") && e.getMessage().contains("(3)"), e.getMessage());
		assertThrows(MException.class, () -> three().useTilt(new boolean[2]).build());
		assertThrows(MException.class, () -> ExposureWeights.builder().build());
		assertThrows(MException.class, () -> three().dose(new double[] { 0, Double.NaN, 1 }).build());
	}

	@Test
	void thePlaceAddsToTheWeightOfTheMiddle() {
		final ExposureWeights.Builder builder = ExposureWeights.builder().dose(new double[] { 10, 0 }).angles(new double[] { 30,
			0 });
		assertEquals(Envelope.NONE, builder.build().atPlace(0.1, 0.9));
		final ExposureWeights weights = builder.locationBfactors(new CubicGrid(2, 1, 1, new double[3], new float[] { -20, 0 }))
			.locationWeights(new CubicGrid(1, 2, 1, new double[3], new float[] { 0.5f, 1 })).global(-3, 0.25).build();
		for (int t = 0; t < 2; t++) {
			final Envelope middle = weights.envelope(t, true), there = weights.envelope(t, true, 0.2, 0.9);
			final Envelope place = weights.atPlace(0.2, 0.9);
			assertEquals(there.amplitude(0.01), middle.amplitude(0.01) * place.amplitude(0.01), 1e-9);
		}
	}
}
