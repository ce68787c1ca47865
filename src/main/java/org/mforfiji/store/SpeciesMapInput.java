package org.mforfiji.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Resample;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.mrc.MrcHeader;
import org.mforfiji.population.BoxSize;

/**
 * Half-maps and mask as the user gives them, brought to what a species needs: checked, resampled, in a box of twice the
 * diameter, filtered, within a soft sphere, the mask binary. Every repair is named.
 */
final class SpeciesMapInput {

	private static final double PIXEL_TOLERANCE = 1e-4;
	private static final double RESAMPLED_MASK_THRESHOLD = 0.25;
	private static final double LOW_PASS_EDGE = 0.05;
	private static final double NOISE = 1e-10;
	private static final long NOISE_SEED = 123;
	private static final double SPHERE_EDGE = 16;

	private final CreateSpeciesOptions options;
	private final List<String> repairs = new ArrayList<>();
	private double pixelSize;

	SpeciesMapInput(final CreateSpeciesOptions options) {
		this.options = options;
	}

	/** What was repaired, one sentence each. */
	List<String> repairs() {
		return List.copyOf(repairs);
	}

	/** Å per voxel of the maps that {@link #read} returned. */
	double pixelSize() {
		return pixelSize;
	}

	/**
	 * Reads and prepares the maps.
	 *
	 * @throws MException if a file cannot be read, is not a cube, differs from the others in pixel size or box, holds no
	 *           signal, or the mask is none
	 */
	SpeciesMaps read() {
		final CreateSpeciesOptions.MapFiles files = options.maps();
		checkHeaders(files);
		final Volume half1 = MrcFile.read(files.half1()).withPixelSize(pixelSize);
		final Volume half2 = MrcFile.read(files.half2()).withPixelSize(pixelSize);
		requireSignal(half1, files.half1());
		requireSignal(half2, files.half2());
		requireDifferent(half1, half2);
		final Volume mask = new MaskInput(files.mask(), repairs).binary(MrcFile.read(files.mask()).withPixelSize(pixelSize));
		return inBox(resampled(new SpeciesMaps(half1, half2, mask)));
	}

	private void checkHeaders(final CreateSpeciesOptions.MapFiles files) {
		final MrcHeader half1 = cube(files.half1(), "half-map");
		final MrcHeader half2 = cube(files.half2(), "half-map");
		final MrcHeader mask = cube(files.mask(), "mask");
		for (final MrcHeader other : List.of(half2, mask)) {
			final Path file = other == mask ? files.mask() : files.half2();
			if (Math.abs(other.pixelSize() - half1.pixelSize()) > PIXEL_TOLERANCE * half1.pixelSize()) throw new MException(
				"The pixel sizes differ: " + number(half1.pixelSize()) + " Å in " + files.half1() + ", " + number(other.pixelSize()) +
					" Å here", file.toString(), "Rescale the maps to one pixel size, or correct the header that is wrong");
		}
		if (half1.nx() != half2.nx()) throw new MException("The half-maps differ in size: " + half1.nx() + " voxels in " + files
			.half1() + ", " + half2.nx() + " here", files.half2().toString(), "Give both half-maps of one refinement");
		pixelSize = options.pixelSize() > 0 ? options.pixelSize() : decimal(half1.pixelSize());
		if (!half1.hasPixelSize() && options.pixelSize() == 0) throw new MException("The map's header has no pixel size", files
			.half1().toString(), "Give the pixel size (--angpix)");
		if (half1.hasPixelSize() && Math.abs(pixelSize - half1.pixelSize()) > PIXEL_TOLERANCE * pixelSize) repairs.add(
			"The pixel size of " + number(pixelSize) + " Å replaces that of the headers, " + number(half1.pixelSize()) + " Å");
		if (options.lowPass() > 0 && options.lowPass() < 2 * targetPixelSize()) throw new MException("A low-pass at " + options
			.lowPass() + " Å is beyond what " + number(targetPixelSize()) + " Å per voxel can show", "",
			"Give at least two pixels");
		if (mask.nx() != half1.nx()) repairs.add("The mask of " + mask.nx() + " voxels was brought to the " + half1.nx() +
			" voxels of the half-maps about its centre");
	}

	/** Headers hold the cell edge as 32-bit floats: the pixel size is the shortest decimal within their precision. */
	private static double decimal(final double fromHeader) {
		return Double.parseDouble(String.format(Locale.ROOT, "%.6g", fromHeader));
	}

	private double targetPixelSize() {
		return options.resampledPixelSize() > 0 ? options.resampledPixelSize() : pixelSize;
	}

	private static MrcHeader cube(final Path file, final String kind) {
		final MrcHeader header = MrcFile.readHeader(file);
		if (header.nx() != header.ny() || header.ny() != header.nz()) throw new MException("The " + kind + " is not a cube, but " +
			header.nx() + "×" + header.ny() + "×" + header.nz() + " voxels", file.toString(), "Pad or crop it to a cube");
		return header;
	}

	private static void requireSignal(final Volume map, final Path file) {
		final float first = map.data()[0];
		for (final float value : map.data())
			if (value != first) return;
		throw new MException("All voxels of the half-map are equal", file.toString(), "Give an unfiltered half-map");
	}

	private void requireDifferent(final Volume half1, final Volume half2) {
		if (!Arrays.equals(half1.data(), half2.data())) return;
		if (options.lowPass() == 0) throw new MException("The half-maps are the same: their resolution cannot be measured", options
			.maps().half2().toString(), "Give two independent half-maps, or a resolution to filter to (--lowpass)");
		repairs.add("The half-maps are the same; the resolution of the species is set to that of the low-pass, " + options
			.lowPass() + " Å");
	}

	private SpeciesMaps resampled(final SpeciesMaps maps) {
		final int n = maps.half1().nx();
		final int maskSize = maps.mask().nx();
		final double target = targetPixelSize();
		if (target == pixelSize) return new SpeciesMaps(maps.half1(), maps.half2(), box(maps.mask(), n));
		final int box = BoxSize.resampled(n, pixelSize, target);
		final int maskBox = BoxSize.resampled(maskSize, pixelSize, target);
		repairs.add("The maps were resampled from " + n + " voxels of " + number(pixelSize) + " Å to " + box + " voxels of " +
			number(target) + " Å");
		pixelSize = target;
		final Volume mask = box(Resample.rescaleCube(maps.mask(), maskBox, target), box);
		return new SpeciesMaps(Resample.rescaleCube(maps.half1(), box, target), Resample.rescaleCube(maps.half2(), box, target),
			MaskInput.threshold(mask, RESAMPLED_MASK_THRESHOLD));
	}

	private SpeciesMaps inBox(final SpeciesMaps maps) {
		final int n = maps.half1().nx();
		final int box = BoxSize.ofDiameter(options.diameterA(), pixelSize);
		if (box < 8) throw new MException("A diameter of " + options.diameterA() + " Å is only " + box / 2 + " voxels of " + number(
			pixelSize) + " Å", "", "Correct the diameter or the pixel size");
		if (box != n) repairs.add("The maps of " + n + " voxels were " + (box > n ? "padded" : "cropped") + " to " + box +
			" voxels, twice the diameter of " + options.diameterA() + " Å");
		final Random random = new Random(NOISE_SEED);
		final Volume half1 = prepared(box(maps.half1(), box), random);
		final Volume half2 = prepared(box(maps.half2(), box), random);
		final Volume mask = box(maps.mask(), box).copy();
		multiplySphere(mask);
		final Volume binary = MaskInput.threshold(mask, 0.5);
		MaskInput.requireSomething(binary, options.maps().mask(), "in the box of " + box + " voxels");
		return new SpeciesMaps(half1, half2, binary);
	}

	private static Volume box(final Volume map, final int n) {
		return map.nx() == n ? map : Resample.padOrCrop(map, n, n, n);
	}

	/** Filtered, with a trace of noise so that no Fourier coefficient is exactly zero, within the sphere. */
	private Volume prepared(final Volume map, final Random random) {
		final Volume filtered = options.lowPass() > 0 ? Resample.lowPass(map, options.lowPass(), LOW_PASS_EDGE) : map.copy();
		final float[] data = filtered.data();
		for (int i = 0; i < data.length; i++)
			data[i] += (float) (NOISE * random.nextGaussian());
		multiplySphere(filtered);
		return filtered;
	}

	/**
	 * A sphere of diameter n − 32 voxels with a cosine edge of 16 voxels; in boxes below 64 voxels no smaller than the
	 * particle, n/2, the edge reaching to the border.
	 */
	private static void multiplySphere(final Volume map) {
		final int n = map.nx();
		final double radius = Math.max(n - 2 * SPHERE_EDGE, n / 2.0) / 2;
		final double edge = Math.min(SPHERE_EDGE, n / 2.0 - radius);
		final int centre = n / 2;
		for (int z = 0, i = 0; z < n; z++)
			for (int y = 0; y < n; y++)
				for (int x = 0; x < n; x++, i++) {
					final double r = Math.sqrt((double) (x - centre) * (x - centre) + (double) (y - centre) * (y - centre) + (double) (z -
						centre) * (z - centre));
					if (r <= radius) continue;
					map.data()[i] *= r >= radius + edge ? 0 : (float) (0.5 + 0.5 * Math.cos(Math.PI * (r - radius) / edge));
				}
	}

	private static String number(final double value) {
		return String.format(Locale.ROOT, "%.6g", value).replaceFirst("\\.?0+$", "");
	}
}
