package org.mforfiji.independent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/**
 * A Warp project of one tilt series, written as text and bytes by hand: every kind of distortion at once, images by
 * {@link LiteralImage}, particles in RELION 3.1's table with shifts. No writer of the program is used.
 */
final class LiteralProject {

	static final int NX = 320;
	static final int NY = 288;
	static final double RAW = 2.5;
	static final double PIXEL = 3.3;
	static final int BOX = 66;
	static final int DIAMETER = 110;
	static final int TILTS = 21;
	static final int PARTICLES = 26;
	static final double SIGMA = 3.2;
	static final double[] VOLUME = { 300 * RAW, 270 * RAW, 110 * RAW };
	static final double[] IMAGE = { NX * RAW, NY * RAW };
	private static final double COORDINATE_PIXEL = 5;

	final Path folder;
	final double[][] blobs = new double[16][];
	final double[][] positions = new double[PARTICLES][];
	final double[][] angles = new double[PARTICLES][];
	private final Random random = new Random(8);

	LiteralProject(final Path folder) {
		this.folder = folder;
		for (int b = 0; b < blobs.length; b++) {
			do
				blobs[b] = new double[] { 20 * random.nextGaussian(), 20 * random.nextGaussian(), 20 * random.nextGaussian() };
			while (Math.sqrt(blobs[b][0] * blobs[b][0] + blobs[b][1] * blobs[b][1] + blobs[b][2] * blobs[b][2]) > 40);
		}
		for (int p = 0; p < PARTICLES; p++) {
			positions[p] = new double[] { VOLUME[0] * (0.2 + 0.6 * random.nextDouble()), VOLUME[1] * (0.2 + 0.6 * random
				.nextDouble()), VOLUME[2] * random.nextDouble() };
			angles[p] = new double[] { 360 * random.nextDouble() - 180, Math.toDegrees(Math.acos(2 * random.nextDouble() - 1)), 360 *
				random.nextDouble() - 180 };
		}
	}

	/** Writes everything and draws the images. */
	LiteralSeries write() throws Exception {
		for (final String name : new String[] { "tomostar", "series", "frames/average" })
			Files.createDirectories(folder.resolve(name));
		Files.writeString(folder.resolve("series.settings"), settings());
		final Path xml = folder.resolve("series/TS_1.xml");
		Files.writeString(xml, xml());
		Files.writeString(folder.resolve("tomostar/TS_1.tomostar"), tomostar());
		Files.writeString(folder.resolve("particles.star"), particles());
		final LiteralSeries series = new LiteralSeries(xml, VOLUME, IMAGE);
		for (int t = 0; t < TILTS; t++)
			image(series, t);
		mrc(folder.resolve("mask.mrc"), BOX, BOX, BOX, PIXEL, map(0, true));
		for (int half = 1; half <= 2; half++) {
			final float[] map = map(9, false);
			for (int i = 0; i < map.length; i++)
				map[i] += (float) (0.02 * random.nextGaussian());
			mrc(folder.resolve("start" + half + ".mrc"), BOX, BOX, BOX, PIXEL, map);
		}
		return series;
	}

	private void image(final LiteralSeries series, final int t) throws IOException {
		final LiteralImage image = new LiteralImage(series, t, NX, NY, RAW);
		for (int p = 0; p < PARTICLES; p++)
			image.add(series.place(positions[p], LiteralSeries.euler(angles[p][0], angles[p][1], angles[p][2]), t), blobs, SIGMA);
		final double[] pixels = image.pixels();
		final float[] stored = new float[pixels.length];
		double square = 0;
		for (final double v : pixels)
			square += v * v / pixels.length;
		for (int i = 0; i < stored.length; i++)
			stored[i] = (float) (100 - pixels[i] / Math.sqrt(square) + 0.3 * random.nextGaussian());
		mrc(folder.resolve("frames/average/" + movie(t) + ".mrc"), NX, NY, 1, RAW, stored);
		final byte[] raw = new byte[NX * NY + 1024];
		final ByteBuffer header = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
		header.putInt(NX).putInt(NY).putInt(1).putInt(0);
		raw[2000 + t] = 1;
		Files.write(folder.resolve("frames/" + movie(t) + ".mrc"), raw);
	}

	/** The density of the blobs, widened; or a ball that holds them. */
	float[] map(final double widening, final boolean ball) {
		final float[] map = new float[BOX * BOX * BOX];
		final double s2 = SIGMA * SIGMA + widening * widening;
		for (int i = 0; i < map.length; i++) {
			final double x = PIXEL * (i % BOX - BOX / 2), y = PIXEL * (i / BOX % BOX - BOX / 2), z = PIXEL * (i / BOX / BOX - BOX / 2);
			if (ball) map[i] = x * x + y * y + z * z < 50 * 50 ? 1 : 0;
			else for (final double[] b : blobs)
				map[i] += (float) Math.exp(-((x - b[0]) * (x - b[0]) + (y - b[1]) * (y - b[1]) + (z - b[2]) * (z - b[2])) / (2 * s2));
		}
		return map;
	}

	private static void mrc(final Path file, final int nx, final int ny, final int nz, final double pixel,
		final float[] values) throws IOException
	{
		final ByteBuffer bytes = ByteBuffer.allocate(1024 + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
		bytes.putInt(nx).putInt(ny).putInt(nz).putInt(2);
		bytes.position(28);
		bytes.putInt(nx).putInt(ny).putInt(nz).putFloat((float) (nx * pixel)).putFloat((float) (ny * pixel)).putFloat((float) (nz *
			pixel));
		bytes.putFloat(90).putFloat(90).putFloat(90).putInt(1).putInt(2).putInt(3);
		bytes.position(208);
		bytes.put("MAP ".getBytes(StandardCharsets.US_ASCII)).put((byte) 0x44).put((byte) 0x44);
		bytes.position(1024);
		for (final float v : values)
			bytes.putFloat(v);
		Files.write(file, bytes.array());
	}

	private static String movie(final int t) {
		return "tilt_" + t;
	}

	private static String settings() {
		return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Settings>\n<Import>" + param("DataFolder", "tomostar") + param(
			"ProcessingFolder", "series") + param("Extension", "*.tomostar") + param("PixelSize", "" + RAW) + param(
				"DosePerAngstromFrame", "-3") + "</Import>\n<Tomo>" + param("DimensionsX", "300") + param("DimensionsY", "270") + param(
					"DimensionsZ", "110") + "</Tomo>\n<Filter>" + param("DefocusMax", "9") + "</Filter>\n</Settings>\n";
	}

	private static String param(final String name, final String value) {
		return "<Param Name=\"" + name + "\" Value=\"" + value + "\" />\n";
	}

	private static double angle(final int t) {
		return 50 - 5.0 * t;
	}

	/** Exposure order: from the middle outwards, dose-symmetric. */
	private static double dose(final int t) {
		final int k = t - TILTS / 2;
		return 3.0 * (k == 0 ? 0 : 2 * Math.abs(k) - (k > 0 ? 1 : 0));
	}

	private String tomostar() {
		final StringBuilder text = new StringBuilder("\ndata_\n\nloop_\n_wrpMovieName #1\n_wrpAngleTilt #2\n_wrpDose #3\n");
		for (int t = 0; t < TILTS; t++)
			text.append("  ../frames/" + movie(t) + ".mrc  " + angle(t) + "  " + dose(t) + "\n");
		return text.toString();
	}

	/** Coordinates in pixels of 5 Å, with shifts in Å that are to be taken off. */
	private String particles() {
		final StringBuilder text = new StringBuilder(
			"\ndata_optics\n\nloop_\n_rlnOpticsGroup #1\n_rlnOpticsGroupName #2\n_rlnImagePixelSize #3\n1 a " + COORDINATE_PIXEL +
				"\n\n\ndata_particles\n\nloop_\n_rlnMicrographName #1\n_rlnCoordinateX #2\n_rlnCoordinateY #3\n_rlnCoordinateZ #4\n" +
				"_rlnOriginXAngst #5\n_rlnOriginYAngst #6\n_rlnOriginZAngst #7\n_rlnAngleRot #8\n_rlnAngleTilt #9\n_rlnAnglePsi #10\n" +
				"_rlnRandomSubset #11\n_rlnOpticsGroup #12\n");
		for (int p = 0; p < PARTICLES; p++) {
			text.append("TS_1.tomostar");
			for (int axis = 0; axis < 3; axis++)
				text.append(String.format(Locale.ROOT, " %.8f", (positions[p][axis] + shift(p, axis)) / COORDINATE_PIXEL));
			for (int axis = 0; axis < 3; axis++)
				text.append(String.format(Locale.ROOT, " %.8f", shift(p, axis)));
			text.append(String.format(Locale.ROOT, " %.8f %.8f %.8f %d 1\n", angles[p][0], angles[p][1], angles[p][2], 1 + p % 2));
		}
		return text.toString();
	}

	private static double shift(final int p, final int axis) {
		return 7 * Math.sin(3 * p + axis);
	}

	private String xml() {
		return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" +
			"<TiltSeries DataDirectory=\"../tomostar\" AreAnglesInverted=\"True\" LevelAngleX=\"6.5\" LevelAngleY=\"-8.25\" " +
			"Bfactor=\"-15\" Weight=\"0.8\" MagnificationCorrection=\"1.03, 0.04, -0.05, 0.98\" UnselectFilter=\"False\" UnselectManual=\"\" " +
			"CTFResolutionEstimate=\"4\">\n" + list("Angles", LiteralProject::angle) + list("Dose", LiteralProject::dose) + list(
				"AxisAngle", t -> 84 + 0.3 * Math.sin(t)) + list("AxisOffsetX", t -> 30 * Math.sin(0.7 * t)) + list("AxisOffsetY",
					t -> -20 + 2.5 * t) + "<UseTilt>" + "True\n".repeat(TILTS).trim() + "</UseTilt>\n" + movies() + "<OptionsCTF>" + param(
						"Window", "512") + "</OptionsCTF>\n<CTF>" + param("PixelSize", "" + RAW) + param("Voltage", "100") + param("Cs",
							"2.7") + param("Amplitude", "0.08") + param("Defocus", "2.5") + param("ZernikeCoeffsOdd",
								"1.5;-1;300;-250;200;350") + param("ZernikeCoeffsEven", "25;0.1;-30") + "</CTF>\n" + perTilt("GridCTF",
									t -> 2.5 + 0.2 * Math.sin(t)) + perTilt("GridCTFDefocusDelta", t -> 0.3 + 0.01 * t) + perTilt(
										"GridCTFDefocusAngle", t -> 25 + t) + perTilt("GridCTFPhase", t -> 0.05 + 0.002 * t) + cubic("GridMovementX",
											4, 3, TILTS, 0, 12) + cubic("GridMovementY", 3, 3, TILTS, 1 / 6., 12) + warp("GridVolumeWarpX") + warp(
												"GridVolumeWarpY") + warp("GridVolumeWarpZ") + perTilt("GridAngleX", t -> 1.5 * Math.sin(2 + t)) + perTilt(
													"GridAngleY", t -> 1.2 * Math.cos(t)) + perTilt("GridAngleZ", t -> 2 * Math.sin(5 + 2 * t)) + perTilt(
														"GridDoseBfacs", t -> -2.5 * dose(t) - 20) + perTilt("GridDoseWeights", t -> 1 - 0.01 * Math.abs(t - 9)) +
			"</TiltSeries>\n";
	}

	private static String movies() {
		final StringBuilder text = new StringBuilder("<MoviePath>");
		for (int t = 0; t < TILTS; t++)
			text.append(t == 0 ? "" : "\n").append("../frames/" + movie(t) + ".mrc");
		return text + "</MoviePath>\n";
	}

	private static String list(final String name, final IntToDoubleFunction value) {
		final StringBuilder text = new StringBuilder("<" + name + ">");
		for (int t = 0; t < TILTS; t++)
			text.append(t == 0 ? "" : "\n").append(String.format(Locale.ROOT, "%.5f", value.applyAsDouble(t)));
		return text + "</" + name + ">\n";
	}

	private static String perTilt(final String name, final IntToDoubleFunction value) {
		final StringBuilder text = new StringBuilder("<" + name + " Width=\"1\" Height=\"1\" Depth=\"" + TILTS + "\">\n");
		for (int t = 0; t < TILTS; t++)
			text.append(node(0, 0, t, -1, value.applyAsDouble(t)));
		return text + "</" + name + ">\n";
	}

	private String cubic(final String name, final int nx, final int ny, final int nz, final double margin, final double size) {
		final StringBuilder text = new StringBuilder("<" + name + " Width=\"" + nx + "\" Height=\"" + ny + "\" Depth=\"" + nz +
			"\" MarginX=\"" + margin + "\" MarginY=\"" + margin + "\" MarginZ=\"0\">\n");
		for (int z = 0; z < nz; z++)
			for (int y = 0; y < ny; y++)
				for (int x = 0; x < nx; x++)
					text.append(node(x, y, z, -1, size * random.nextGaussian()));
		return text + "</" + name + ">\n";
	}

	private String warp(final String name) {
		final StringBuilder text = new StringBuilder("<" + name + " Width=\"3\" Height=\"2\" Depth=\"2\" Duration=\"4\">\n");
		for (int i = 0; i < 48; i++)
			text.append(node(i % 3, i / 3 % 2, i / 6 % 2, i / 12, 10 * random.nextGaussian()));
		return text + "</" + name + ">\n";
	}

	private static String node(final int x, final int y, final int z, final int w, final double value) {
		return "<Node X=\"" + x + "\" Y=\"" + y + "\" Z=\"" + z + "\"" + (w < 0 ? "" : " W=\"" + w + "\"") + " Value=\"" + String
			.format(Locale.ROOT, "%.6f", value) + "\" />\n";
	}
}
