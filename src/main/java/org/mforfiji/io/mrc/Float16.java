package org.mforfiji.io.mrc;

/** IEEE 754 half-precision numbers, as MRC mode 12 keeps them. */
final class Float16 {

	/** The largest finite value. */
	static final float MAX = 65504f;

	private static final int SIGN = 0x8000;
	private static final int EXPONENT = 0x7C00;
	private static final int FRACTION = 0x03FF;

	private Float16() {}

	static float toFloat(final short half) {
		final int sign = (half & SIGN) << 16;
		final int exponent = (half & EXPONENT) >> 10;
		final int fraction = half & FRACTION;
		if (exponent == 0) {
			final float magnitude = fraction * 0x1p-24f;
			return sign == 0 ? magnitude : -magnitude;
		}
		final int wide = exponent == 31 ? 0xFF : exponent + 112;
		return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
	}

	/** Rounds to the nearest half, ties to even; too large values become infinite. */
	static short fromFloat(final float value) {
		final int bits = Float.floatToIntBits(value);
		final int sign = bits >>> 16 & SIGN;
		final float magnitude = Math.abs(value);
		if (Float.isNaN(value)) return (short) (sign | 0x7E00);
		if (magnitude >= 65520f) return (short) (sign | EXPONENT);
		if (magnitude < 0x1p-14f) return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
		final int rebased = (bits & 0x7FFFFFFF) - (112 << 23);
		final int rounded = rebased + 0xFFF + (rebased >>> 13 & 1);
		return (short) (sign | rounded >>> 13);
	}
}
