package org.mforfiji.io.warp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarpTextTest {

	@TempDir
	Path folder;

	@Test
	void decimalsNeverHaveAnExponent() {
		assertEquals("0.00001234", WarpText.decimal(1.234e-5));
		assertEquals("12340000000000000000", WarpText.decimal(1.234e19));
		assertEquals("1.35", WarpText.decimal(1.35));
		assertEquals("-3", WarpText.decimal(-3));
		assertEquals("100", WarpText.decimal(100));
		assertEquals("0", WarpText.decimal(-0.0));
	}

	@Test
	void floatsReadBackToTheSameBits() {
		assertEquals("40.01", WarpText.single(40.01));
		assertEquals("1E-06", WarpText.single(1e-6));
		assertEquals("-1.5E-07", WarpText.single(-1.5e-7));
		assertEquals("1E+20", WarpText.single(1e20));
		assertEquals("0", WarpText.single(0));
		assertEquals("NaN", WarpText.single(Double.NaN));
		assertEquals("-Infinity", WarpText.single(Double.NEGATIVE_INFINITY));
		final Random random = new Random(1);
		for (int i = 0; i < 10_000; i++) {
			final float f = Float.intBitsToFloat(random.nextInt());
			final float back = WarpText.parseNumber(WarpText.single(f)).orElseThrow().floatValue();
			assertTrue(Float.isNaN(f) && Float.isNaN(back) || f == back, () -> f + " against " + back);
		}
	}

	@Test
	void numbersOfOtherNotationsAreRefused() {
		assertFalse(WarpText.parseNumber("1,5").isPresent());
		assertFalse(WarpText.parseNumber("1.0f").isPresent());
		assertFalse(WarpText.parseNumber("").isPresent());
		assertEquals(Optional.of(1e-5), WarpText.parseNumber(" 1E-05 "));
		assertEquals(Optional.empty(), WarpText.parseBool("1"));
		assertEquals(Optional.of(true), WarpText.parseBool("true"));
	}

	@Test
	void namesAndRoots() {
		assertEquals("MyVirus1", WarpPaths.safeName("My Virus 1"));
		assertEquals("a:b?c", WarpPaths.safeName("a:b? c/", false));
		assertEquals("abc", WarpPaths.safeName("a:b? c/\\", true));
		assertEquals("TS_01.mrc", WarpPaths.rootName("..\\frames/TS_01.mrc.tomostar"));
		assertEquals("x", WarpPaths.rootName("x"));
	}

	@Test
	void relativePathsAreEscapedAndFoundAgain() throws IOException {
		final Path target = folder.resolve("my data/a b%.source");
		Files.createDirectories(target.getParent());
		Files.writeString(target, "");
		final Path base = folder.resolve("population");
		final String stored = WarpPaths.relative(target, base);
		assertEquals("../my%20data/a%20b%25.source", stored);
		assertEquals(target, WarpPaths.resolve(base, stored));
		assertEquals(target, WarpPaths.resolve(base, "..\\my data\\a b%.source"));
		assertEquals(target, WarpPaths.resolve(base, target.toString()));
		final Path escaped = folder.resolve("b%20.source");
		Files.writeString(escaped, "");
		assertEquals(escaped, WarpPaths.resolve(folder, "b%20.source"));
	}
}
