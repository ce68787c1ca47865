package org.mforfiji.simulate;

import org.mforfiji.base.MException;

/** Checks of option values; a value outside its range is an error that names value and range. */
final class Limits {

	private Limits() {}

	static void check(final String name, final double value, final double least, final double most) {
		if (!(value >= least && value <= most)) throw new MException("The " + name + " is " + number(value), "", "Give a value from " +
			number(least) + " to " + number(most));
	}

	static void checkEven(final String name, final int value, final int least, final int most) {
		check(name, value, least, most);
		if (value % 2 != 0) throw new MException("The " + name + " is " + value + ", an odd number", "", "Give an even one");
	}

	static void checkLength(final String name, final double[] values, final int length) {
		if (values.length != length) throw new MException("The " + name + " has " + values.length + " values", "", "Give " +
			length);
	}

	static void check(final String name, final int[] values, final int length, final int least, final int most) {
		if (values.length != length) throw new MException("The " + name + " are " + values.length + " numbers", "", "Give " +
			length);
		for (final int value : values)
			check(name, value, least, most);
	}

	private static String number(final double value) {
		return value == Math.rint(value) && Math.abs(value) < 1e9 ? String.valueOf((long) value) : String.valueOf(value);
	}
}
