package org.mforfiji.io.warp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.UnaryOperator;

import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.LinearGrid4D;

/**
 * The hash of an item's processing results, from which the version of a data source is made: CTF parameters as doubles,
 * grids as dimensions and values, for tilt series the per-tilt lists and the hashes of the tilt movies.
 */
public final class ProcessingHash {

	private static final String[] CTF = { "Amplitude", "0.07", "Bfactor", "0", "Cc", "2.7", "Cs", "2.7", "Defocus", "1",
		"DefocusAngle", "0", "DefocusDelta", "0", "PhaseShift", "0", "PixelSize", "1", "PixelSizeAngle", "0",
		"PixelSizeDeltaPercent", "0", "Scale", "1", "Voltage", "300" };

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private ProcessingHash() {}

	/**
	 * The hash of a tilt series.
	 *
	 * @param movieHash gives the processing hash of a tilt movie from its path in the metadata
	 */
	public static String ofTiltSeries(final TiltSeriesMetadata series, final UnaryOperator<String> movieHash) {
		final ProcessingHash hash = new ProcessingHash();
		hash.ctf(series.xml(), series.where());
		hash.grids(series, SeriesGrid.CTF, SeriesGrid.CTF_PHASE, SeriesGrid.MOVEMENT_X, SeriesGrid.MOVEMENT_Y);
		for (int axis = 0; axis < 3; axis++)
			hash.grid(series.volumeWarp(axis));
		hash.grids(series, SeriesGrid.ANGLE_X, SeriesGrid.ANGLE_Y, SeriesGrid.ANGLE_Z, SeriesGrid.CTF_DEFOCUS_ANGLE,
			SeriesGrid.CTF_DEFOCUS_DELTA, SeriesGrid.DOSE_BFACTORS);
		hash.floats(series.axisAngles());
		// M hashes the x offset twice and the y offset never.
		hash.floats(series.axisOffsetX());
		hash.floats(series.axisOffsetX());
		hash.floats(series.angles());
		hash.floats(series.dose());
		for (final boolean used : series.useTilt())
			hash.bytes.write(used ? 1 : 0);
		for (final String movie : series.moviePaths())
			hash.bytes.writeBytes(DataHash.utf16(movieHash.apply(movie)));
		return DataHash.ofBytes(hash.bytes.toByteArray());
	}

	/**
	 * The hash of a frame series.
	 *
	 * @param root root of its XML; an empty element for a series that was never processed
	 * @param where the file, for error messages
	 */
	public static String ofFrameSeries(final XmlElement root, final String where) {
		final ProcessingHash hash = new ProcessingHash();
		hash.ctf(root, where);
		for (final String name : List.of("GridCTF", "GridCTFPhase", "GridMovementX", "GridMovementY", "GridLocalMovementX",
			"GridLocalMovementY"))
			hash.grid(GridXml.cubic(root, name, 0, where));
		for (final String name : List.of("PyramidShiftX", "PyramidShiftY"))
			GridXml.cubics(root, name, where).forEach(hash::grid);
		return DataHash.ofBytes(hash.bytes.toByteArray());
	}

	private void ctf(final XmlElement root, final String where) {
		final XmlParams p = XmlParams.of(root.find("CTF").orElse(XmlElement.of("CTF")), where);
		final ByteBuffer buffer = ByteBuffer.allocate(8 * CTF.length / 2).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < CTF.length; i += 2)
			buffer.putDouble(p.number(CTF[i], Double.parseDouble(CTF[i + 1])));
		bytes.writeBytes(buffer.array());
		floats(p.list("ZernikeCoeffsEven"));
		floats(p.list("ZernikeCoeffsOdd"));
	}

	private void grids(final TiltSeriesMetadata series, final SeriesGrid... grids) {
		for (final SeriesGrid grid : grids)
			grid(series.grid(grid));
	}

	private void grid(final CubicGrid grid) {
		ints(grid.nx(), grid.ny(), grid.nz());
		floats(grid.values());
	}

	private void grid(final LinearGrid4D grid) {
		ints(grid.nx(), grid.ny(), grid.nz(), grid.nw());
		floats(grid.values());
	}

	private void ints(final int... values) {
		final ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
		for (final int value : values)
			buffer.putInt(value);
		bytes.writeBytes(buffer.array());
	}

	private void floats(final double[] values) {
		final float[] singles = new float[values.length];
		for (int i = 0; i < values.length; i++)
			singles[i] = (float) values[i];
		floats(singles);
	}

	private void floats(final float[] values) {
		final ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
		for (final float value : values)
			buffer.putFloat(value);
		bytes.writeBytes(buffer.array());
	}
}
