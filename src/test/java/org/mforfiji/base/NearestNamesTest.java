package org.mforfiji.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class NearestNamesTest {

	@Test
	void distanceCountsSingleLetters() {
		assertEquals(0, NearestNames.distance("TS_01", "ts_01"));
		assertEquals(1, NearestNames.distance("TS_1", "TS_01"));
		assertEquals(3, NearestNames.distance("kitten", "sitting"));
		assertEquals(4, NearestNames.distance("", "TS_1"));
	}

	@Test
	void nearestComesFirstAndTiesAreAlphabetical() {
		assertEquals(List.of("TS_01", "TS_10"), NearestNames.of("TS_0", List.of("TS_10", "lamella", "TS_01", "TS_01"), 2));
		assertEquals(List.of(), NearestNames.of("TS_0", List.of(), 3));
	}
}
