package org.mforfiji.store;

import java.nio.file.Path;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;

/** Makes a binary mask of what the user gives for one, and says what it did. */
final class MaskInput {

	private static final double TOLERANCE = 1e-3;
	private static final double LARGEST_NEGATIVE = 0.05;

	private final Path file;
	private final List<String> repairs;

	/**
	 * @param repairs gets a sentence for each repair
	 */
	MaskInput(final Path file, final List<String> repairs) {
		this.file = file;
		this.repairs = repairs;
	}

	/**
	 * The mask with values 0 and 1: a soft one is cut at half its maximum.
	 *
	 * @throws MException if it is empty or full, or looks like a density map
	 */
	Volume binary(final Volume mask) {
		float min = Float.POSITIVE_INFINITY;
		float max = Float.NEGATIVE_INFINITY;
		for (final float value : mask.data()) {
			min = Math.min(min, value);
			max = Math.max(max, value);
		}
		if (max <= 0) throw new MException("The mask is empty", file.toString(), "Give a mask of the molecule, 1 inside and 0 outside");
		if (min < -LARGEST_NEGATIVE * max) throw new MException("This is no mask: its values go from " + min + " to " + max, file
			.toString(), "Make a binary mask of the map first (for instance with relion_mask_create)");
		final double high = max;
		long between = 0;
		for (final float value : mask.data())
			if (Math.abs(value) > TOLERANCE * high && Math.abs(value - high) > TOLERANCE * high) between++;
		final double threshold = Math.abs(high - 1) < 0.01 ? 0.5 : high / 2;
		if (between > 0) repairs.add("The mask is soft: " + between + " of " + mask.data().length +
			" voxels lie between 0 and " + max + "; it was cut at " + threshold);
		else if (Math.abs(high - 1) > TOLERANCE) repairs.add("The mask's values of " + max + " were replaced by 1");
		final Volume binary = threshold(mask, threshold);
		requireSomething(binary, file, "");
		return binary;
	}

	/** 1 where the value is at least the threshold, else 0. */
	static Volume threshold(final Volume mask, final double threshold) {
		final float[] data = new float[mask.data().length];
		for (int i = 0; i < data.length; i++)
			data[i] = mask.data()[i] >= threshold ? 1 : 0;
		return new Volume(data, mask.nx(), mask.ny(), mask.nz(), mask.pixelSize());
	}

	/** Refuses a binary mask that is empty or full. */
	static void requireSomething(final Volume binary, final Path file, final String place) {
		long inside = 0;
		for (final float value : binary.data())
			inside += value > 0 ? 1 : 0;
		final String where = place.isEmpty() ? "" : " " + place;
		if (inside == 0) throw new MException("The mask is empty" + where, file.toString(),
			"Give a mask whose molecule lies in the middle of the box, and check the diameter");
		if (inside == binary.data().length) throw new MException("The mask is full" + where + ": it leaves nothing out", file
			.toString(), "Give a mask of the molecule, 1 inside and 0 outside");
	}
}
