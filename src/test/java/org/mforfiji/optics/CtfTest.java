package org.mforfiji.optics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;

class CtfTest {

	private static final Ctf FIRST = Ctf.builder().pixelSize(1.1).defocusUm(1.5).defocusDeltaUm(0.3).defocusAngleDeg(25)
		.phaseShiftPi(0.4).voltageKv(300).csMm(2.7).amplitudeContrast(0.1).scale(0.9).bfactor(-40).build();
	private static final Ctf SECOND = Ctf.builder().pixelSize(1.5).defocusUm(2.5).voltageKv(200).csMm(2.7).amplitudeContrast(
		0.07).bfactor(-40).build();

	@Test
	void imagesOfTheOriginalProgram() throws IOException {
		final ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(Fixtures.path("warp/ctf_reference.mrc"))).order(
			ByteOrder.LITTLE_ENDIAN);
		assertArrayEquals(new int[] { 129, 256, 2, 2 }, new int[] { file.getInt(0), file.getInt(4), file.getInt(8), file.getInt(
			12) });
		file.position(1024 + file.getInt(92));
		for (final Ctf ctf : new Ctf[] { FIRST, SECOND }) {
			final float[] image = ctf.image(256, ctf.pixelSize());
			assertEquals(256 * 129, image.length);
			for (int i = 0; i < image.length; i++)
				assertEquals(file.getFloat(), image[i], 1e-4, "pixel x=" + i % 129 + " y=" + i / 129);
		}
	}

	@Test
	void wavelengthsOfTextbooks() {
		assertEquals(0.019687, FIRST.wavelength(), 1e-6);
		assertEquals(0.025079, SECOND.wavelength(), 1e-6);
	}

	@Test
	void firstPeakIsPositiveForUnderfocus() {
		assertEquals(0.07, SECOND.value(0, 0), 1e-12);
		assertTrue(SECOND.value(0.02, 0) > 0.5);
		assertTrue(Ctf.builder().defocusUm(-2).build().value(0.02, 0) < -0.3);
	}

	/** Along the angle the defocus is larger by half the difference, across it smaller. */
	@Test
	void astigmatismSplitsTheDefocus() {
		final Ctf ctf = Ctf.builder().defocusUm(2).defocusDeltaUm(0.4).defocusAngleDeg(30).build();
		final double k = 0.1;
		final double x = k * Math.cos(Math.toRadians(30));
		final double y = k * Math.sin(Math.toRadians(30));
		assertEquals(ctf.withAstigmatism(0, 0).withDefocusUm(2.2).gamma(k, 0), ctf.gamma(x, y), 1e-10);
		assertEquals(ctf.withAstigmatism(0, 0).withDefocusUm(1.8).gamma(k, 0), ctf.gamma(-y, x), 1e-10);
	}

	@Test
	void envelopeAndItsAnisotropy() {
		final Ctf ctf = Ctf.builder().bfactor(-100).bfactorDelta(-40).bfactorAngleDeg(90).scale(0.5).build();
		assertEquals(0.5 * Math.exp(-60 * 0.04 / 4), ctf.envelope(0.2, 0), 1e-12);
		assertEquals(0.5 * Math.exp(-140 * 0.04 / 4), ctf.envelope(0, 0.2), 1e-12);
		assertEquals(ctf.value(0.2, 0), -Math.sin(ctf.gamma(0.2, 0)) * ctf.envelope(0.2, 0), 1e-12);
		assertEquals(2 * Math.exp(-30 * 0.04 / 4), ctf.withEnvelope(-30, 2).envelope(0.2, 0), 1e-12);
	}

	@Test
	void evenZernikeAddsToThePhaseAndOddIsApart() {
		final Ctf plain = FIRST.toBuilder().build();
		final Ctf aberrated = FIRST.toBuilder().zernikeEven(new double[] { 0, 3 }).zernikeOdd(new double[] { 0, 2 }).build();
		final double k2 = 0.05 * 0.05 + 0.1 * 0.1;
		assertEquals(plain.gamma(0.05, 0.1) + 3 * (2 * k2 - 1), aberrated.gamma(0.05, 0.1), 1e-12);
		assertEquals(0.1, aberrated.oddPhase(0.05, 0.1), 1e-12);
		assertEquals(0, plain.oddPhase(0.05, 0.1));
		assertEquals(plain.gamma(0.05, 0.1) + Math.PI * 0.1, plain.withPhaseShiftPi(0.3).gamma(0.05, 0.1), 1e-12);
	}

	/** Without Cs the phase changes by 2·λ·Δ·k per unit of k, which is twice the distance to which the defocus carries. */
	@Test
	void aliasFreeBoxHoldsTheParticleAndWhatIsDelocalised() {
		final Ctf ctf = Ctf.builder().csMm(0).defocusUm(3).build();
		final double maximum = 0.25;
		final double carried = ctf.wavelength() * 3e4 * maximum;
		final int box = ctf.aliasFreeBox(maximum, 200, 2);
		assertEquals(0, box % 2);
		assertEquals((200 + 2 * 1.1 * carried) / 2, box, 2.2);
		assertTrue(ctf.withAstigmatism(1, 40).aliasFreeBox(maximum, 200, 2) > box);
		assertEquals(100, Ctf.builder().csMm(0).defocusUm(0).build().aliasFreeBox(maximum, 200, 2));
		assertThrows(MException.class, () -> ctf.aliasFreeBox(0, 200, 2));
	}

	/** At the Nyquist frequency of the box the rule is ceil(1.1·1000·max|Δγ/π|/0.5 + D/px). */
	@Test
	void aliasFreeBoxIsTheOriginalsAtNyquist() {
		final double pixel = 1.7;
		double largest = 0;
		for (int i = 1; i <= 1000; i++)
			largest = Math.max(largest, Math.abs(SECOND.gamma(i / 1000. / (2 * pixel), 0) - SECOND.gamma((i - 1) / 1000. / (2 *
				pixel), 0)) / Math.PI);
		final int expected = (int) Math.ceil(1.1 * 1000 * largest / 0.5 + 250 / pixel);
		assertEquals(expected + expected % 2, SECOND.aliasFreeBox(1 / (2 * pixel), 250, pixel));
	}

	@Test
	void imageHasFftOrder() {
		for (final int n : new int[] { 6, 7 }) {
			final float[] image = FIRST.image(n, 2);
			final int width = n / 2 + 1;
			final double step = 1 / (n * 2.);
			assertEquals(FIRST.value(step, -step), image[(n - 1) * width + 1], 1e-6);
			assertEquals(FIRST.value(2 * step, 2 * step), image[2 * width + 2], 1e-6);
			assertEquals(FIRST.value(step, n / 2 * step), image[n / 2 * width + 1], 1e-6);
		}
	}

	@Test
	void everyValueComesBack() {
		final Ctf ctf = FIRST.toBuilder().ccMm(2).bfactorDelta(3).bfactorAngleDeg(4).zernikeEven(new double[] { 1 }).zernikeOdd(
			new double[] { 2, 3 }).build().toBuilder().build();
		assertArrayEquals(new double[] { 1.1, 300, 2.7, 2, 0.1, 1.5, 0.3, 25, 0.4, -40, 3, 4, 0.9 }, new double[] { ctf
			.pixelSize(), ctf.voltageKv(), ctf.csMm(), ctf.ccMm(), ctf.amplitudeContrast(), ctf.defocusUm(), ctf.defocusDeltaUm(),
			ctf.defocusAngleDeg(), ctf.phaseShiftPi(), ctf.bfactor(), ctf.bfactorDelta(), ctf.bfactorAngleDeg(), ctf.scale() });
		assertArrayEquals(new double[] { 1 }, ctf.zernikeEven());
		assertArrayEquals(new double[] { 2, 3 }, ctf.zernikeOdd());
	}

	@Test
	void valuesOutOfRangeAreRefused() {
		assertThrows(MException.class, () -> Ctf.builder().voltageKv(0).build());
		assertThrows(MException.class, () -> Ctf.builder().pixelSize(-1).build());
		assertThrows(MException.class, () -> Ctf.builder().amplitudeContrast(1.1).build());
		assertThrows(MException.class, () -> Ctf.builder().zernikeOdd(new double[] { Double.NaN }).build());
		final MException e = assertThrows(MException.class, () -> FIRST.withDefocusUm(Double.NaN));
		assertTrue(e.getMessage().contains("defocus NaN"), e.getMessage());
		assertThrows(MException.class, () -> FIRST.image(0, 1));
	}
}
