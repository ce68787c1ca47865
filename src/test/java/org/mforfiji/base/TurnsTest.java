package org.mforfiji.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

import org.junit.jupiter.api.Test;

class TurnsTest {

	@Test
	void agreesWithTheLibrary() {
		final Random random = new Random(4);
		final float[] turns = new float[2000];
		for (int i = 0; i < turns.length; i++)
			turns[i] = i < 1000 ? (i - 500) / 250f : (float) (100 * random.nextGaussian());
		final float[] cos = new float[turns.length], sin = new float[turns.length], alone = turns.clone();
		Turns.cosSin(turns, turns.length, cos, sin);
		Turns.sin(alone, alone.length);
		for (int i = 0; i < turns.length; i++) {
			assertEquals(Math.cos(2 * Math.PI * turns[i]), cos[i], 1e-6, "cosine of " + turns[i]);
			assertEquals(Math.sin(2 * Math.PI * turns[i]), sin[i], 1e-6, "sine of " + turns[i]);
			assertEquals(sin[i], alone[i], "alone, of " + turns[i]);
		}
	}
}
