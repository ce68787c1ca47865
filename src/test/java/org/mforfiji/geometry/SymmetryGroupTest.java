package org.mforfiji.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mforfiji.base.MException;

class SymmetryGroupTest {

	@ParameterizedTest
	@CsvSource({ "C1,1,false", "c2,2,false", "C7,7,false", "C99,99,false", "CI,1,true", "CS,1,true", "C1H,1,true",
		"C5h,5,true", "C4V,4,true", "S2,1,true", "S8,4,true", "D1,2,false", "d2,4,false", "D7,14,false", "D99,198,false",
		"D3H,6,true", "D12V,24,true", "T,12,false", "TD,12,true", "TH,12,true", "O,24,false", "OH,24,true", "I,60,false",
		"I1,60,false", "I2,60,false", "I3,60,false", "I4,60,false", "IH,60,true", "I1H,60,true", "i2h,60,true", "I3H,60,true",
		"I4H,60,true" })
	void everyGroupIsClosedAndHasItsOrder(final String name, final int order, final boolean improper) {
		final SymmetryGroup group = SymmetryGroup.parse(name);
		assertEquals(order, group.order());
		assertEquals(improper, group.hasImproper());
		assertEquals(name.toUpperCase(), group.name());
		final List<double[]> operators = group.operators();
		assertArrayEquals(Rotations.identity(), operators.get(0));
		for (final double[] a : operators) {
			assertArrayEquals(Rotations.identity(), Rotations.multiply(a, Rotations.transpose(a)), 1e-12);
			assertEquals(1, determinant(a), 1e-12);
		}
		for (final double[] a : operators.subList(0, Math.min(order, 24)))
			for (final double[] b : operators)
				assertEquals(1, count(operators, Rotations.multiply(a, b), 1e-9));
	}

	private static double determinant(final double[] m) {
		return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
	}

	private static long count(final List<double[]> operators, final double[] m, final double tolerance) {
		return operators.stream().filter(o -> {
			double worst = 0;
			for (int i = 0; i < 9; i++)
				worst = Math.max(worst, Math.abs(o[i] - m[i]));
			return worst < tolerance;
		}).count();
	}

	/** The generators that RELION writes for its settings, to the digits it gives. */
	@ParameterizedTest
	@CsvSource({ "C5,5,0,0,1", "D3,3,0,0,1", "D3,2,1,0,0", "T,3,0,0,1", "T,2,0,0.816496,0.577350", "TD,2,0,0.816496,0.577350",
		"TH,2,0,-0.816496,-0.577350", "O,3,0.57735,0.57735,0.57735", "O,4,0,0,1", "I,2,0,0,1",
		"I2,5,0.525731114,0,0.850650807", "I2,3,0,0.356822076,0.934172364", "I1,2,1,0,0", "I1,5,0.850650807,0,-0.525731114",
		"I1,3,0.934172364,0.356822077,0", "I3,2,-0.525731114,0,0.850650807", "I3,5,0,0,1",
		"I3,3,-0.491123478,0.356822076,0.794654475", "I4,2,0.525731114,0,0.850650807", "I4,5,0.894427193,0,0.447213591",
		"I4,3,0.491123478,0.356822076,0.794654475" })
	void axesAreRelions(final String name, final int fold, final double x, final double y, final double z) {
		final double angle = 2 * Math.PI / fold;
		final double[] turn = Rotations.exp(new double[] { angle * x, angle * y, angle * z });
		assertEquals(1, count(SymmetryGroup.parse(name).operators(), turn, 1e-5), name + ": " + fold + "-fold axis");
	}

	@ParameterizedTest
	@CsvSource({ "I1,0,0", "I2,0,0", "I3,1,0", "I4,1,1" })
	void settingsOfTheIcosahedronDiffer(final String name, final int fiveAboutZ, final int twoAboutSlanted) {
		final List<double[]> operators = SymmetryGroup.parse(name).operators();
		assertEquals(fiveAboutZ, count(operators, Rotations.rotZ(72), 1e-6));
		assertEquals(twoAboutSlanted, count(operators, Rotations.exp(scaled(180, 0.525731114, 0, 0.850650807)), 1e-5));
		assertEquals(1, count(operators, Rotations.rotY(180), 1e-6));
		final double[] fiveInX = Rotations.exp(scaled(72, 0.525731114, 0, 0.850650807));
		assertEquals(name.equals("I2") ? 1 : 0, count(operators, fiveInX, 1e-5));
	}

	private static double[] scaled(final double deg, final double x, final double y, final double z) {
		final double a = Math.toRadians(deg);
		return new double[] { a * x, a * y, a * z };
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "C", "C0", "C100", "C01", "D", "D0", "S", "S3", "S0", "CIH", "C2I", "T2", "T4D", "O3", "TS",
		"I0", "I5", "I5H", "I6", "X2", "C-1", "DS", "D2S", "HC2", "C2 2", "SH", "IV", "OD" })
	void otherNamesAreRefusedWithTheListOfNames(final String name) {
		final MException e = assertThrows(MException.class, () -> SymmetryGroup.parse(name));
		assertTrue(e.getMessage().contains("\"" + name + "\"") && e.remedy().contains("I1 to I4"), e.getMessage());
	}

	@Test
	void nullIsRefused() {
		assertThrows(MException.class, () -> SymmetryGroup.parse(null));
	}

	@Test
	void operatorsAreCopies() {
		final SymmetryGroup group = SymmetryGroup.parse("C2");
		group.operators().get(1)[0] = 5;
		assertFalse(group.operators().get(1)[0] == 5);
		assertEquals(group, SymmetryGroup.parse(" c2 "));
	}
}
