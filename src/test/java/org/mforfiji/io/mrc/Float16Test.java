package org.mforfiji.io.mrc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class Float16Test {

	@Test
	void everyHalfComesBack() {
		for (int bits = 0; bits < 0x10000; bits++) {
			final float value = Float16.toFloat((short) bits);
			if (Float.isNaN(value)) assertTrue(Float.isNaN(Float16.toFloat(Float16.fromFloat(value))));
			else assertEquals((short) bits, Float16.fromFloat(value), "bits " + bits);
		}
	}

	@Test
	void knownValues() {
		assertEquals(1f, Float16.toFloat((short) 0x3C00));
		assertEquals(-2f, Float16.toFloat((short) 0xC000));
		assertEquals(65504f, Float16.toFloat((short) 0x7BFF));
		assertEquals(0x1p-24f, Float16.toFloat((short) 1));
		assertEquals(0x1p-14f, Float16.toFloat((short) 0x0400));
		assertEquals(Float.NEGATIVE_INFINITY, Float16.toFloat((short) 0xFC00));
	}

	@Test
	void roundsToTheNearestAndTiesToEven() {
		for (int bits = 0; bits < 0x7BFF; bits++) {
			final float low = Float16.toFloat((short) bits);
			final float high = Float16.toFloat((short) (bits + 1));
			final float middle = (low + high) / 2;
			assertEquals((short) (bits + (bits & 1)), Float16.fromFloat(middle), "tie above " + low);
			assertEquals((short) bits, Float16.fromFloat(Math.nextDown(middle)));
			assertEquals((short) (bits + 1), Float16.fromFloat(Math.nextUp(middle)));
			assertEquals((short) (bits + 1 | 0x8000), Float16.fromFloat(-Math.nextUp(middle)));
		}
		assertEquals((short) 0x7BFF, Float16.fromFloat(65519.9f));
		assertEquals((short) 0x7C00, Float16.fromFloat(65520f));
	}
}
