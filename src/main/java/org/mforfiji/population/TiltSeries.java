package org.mforfiji.population;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.warp.SeriesFiles;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ExposureWeights;

/**
 * A tilt series ready for use: geometry, optics and exposure weights of its tilts, made from its metadata and the
 * acquisition parameters of its data source. Immutable. Tilts count from 0 in stored order.
 */
public final class TiltSeries {

	private final TiltSeriesMetadata metadata;
	private final DataSource source;
	private final String hash;
	private final double[] imageSize;
	private final TiltSeriesGeometry geometry;
	private final ExposureWeights weights;
	private final boolean[] useTilt;
	private final SeriesFiles files;
	private final String name;

	private TiltSeries(final TiltSeriesMetadata metadata, final TiltSeries like, final TiltSeriesGeometry geometry) {
		this.metadata = metadata;
		this.geometry = geometry;
		source = like.source;
		hash = like.hash;
		imageSize = like.imageSize;
		weights = like.weights;
		useTilt = like.useTilt;
		files = like.files;
		name = like.name;
	}

	private TiltSeries(final TiltSeriesMetadata metadata, final DataSource source, final String hash,
		final double[] imageSize)
	{
		if (metadata.tilts() == 0) throw new MException("The tilt series has no tilts", metadata.where(),
			"Import it again, or remove it from the data source");
		this.metadata = metadata;
		this.source = source;
		this.hash = hash;
		this.imageSize = imageSize.clone();
		useTilt = limited(metadata.useTilt(), metadata.dose(), source.frameLimit());
		geometry = geometry(metadata, source.volumeSize(), imageSize);
		weights = ExposureWeights.builder().dose(metadata.dose()).angles(metadata.angles()).useTilt(useTilt).doseBfactors(
			metadata.grid(SeriesGrid.DOSE_BFACTORS)).doseWeights(metadata.grid(SeriesGrid.DOSE_WEIGHTS)).locationBfactors(
				metadata.grid(SeriesGrid.LOCATION_BFACTORS)).locationWeights(metadata.grid(SeriesGrid.LOCATION_WEIGHTS)).global(
					metadata.bfactor(), metadata.weight()).build();
		files = new SeriesFiles(source.folder(), metadata);
		name = source.item(hash).map(SourceItem::rootName).orElse(WarpPaths.rootName(metadata.where()));
	}

	/**
	 * A tilt series of a data source.
	 *
	 * @param hash data hash of the series
	 * @param imageSizeA width and height of the tilt images in Å: those of the raw movie times the unbinned pixel size
	 */
	public static TiltSeries of(final TiltSeriesMetadata metadata, final DataSource source, final String hash,
		final double[] imageSizeA)
	{
		return new TiltSeries(metadata, source, hash, imageSizeA);
	}

	private static TiltSeriesGeometry geometry(final TiltSeriesMetadata m, final double[] volumeSize,
		final double[] imageSize)
	{
		return TiltSeriesGeometry.builder().angles(m.angles()).axisAngles(m.axisAngles()).axisOffsetX(m.axisOffsetX())
			.axisOffsetY(m.axisOffsetY()).dose(m.dose()).levelAngleX(m.levelAngleX()).levelAngleY(m.levelAngleY())
			.anglesInverted(m.anglesInverted()).volumeSize(volumeSize).imageSize(imageSize).movementX(m.grid(
				SeriesGrid.MOVEMENT_X)).movementY(m.grid(SeriesGrid.MOVEMENT_Y)).volumeWarpX(m.volumeWarp(0)).volumeWarpY(m
					.volumeWarp(1)).volumeWarpZ(m.volumeWarp(2)).angleX(m.grid(SeriesGrid.ANGLE_X)).angleY(m.grid(
						SeriesGrid.ANGLE_Y)).angleZ(m.grid(SeriesGrid.ANGLE_Z)).defocus(m.grid(SeriesGrid.CTF)).build();
	}

	/** Only the first tilts by exposure stay in use, as many as the limit says; equal exposures in stored order. */
	private static boolean[] limited(final boolean[] use, final double[] dose, final int limit) {
		if (limit <= 0 || limit >= use.length) return use;
		final boolean[] result = new boolean[use.length];
		IntStream.range(0, use.length).boxed().sorted(Comparator.comparingDouble(t -> dose[t])).limit(limit).forEach(
			t -> result[t] = use[t]);
		return result;
	}

	/** Root name of the series. */
	public String name() {
		return name;
	}

	/** Data hash, by which particles name the series. */
	public String hash() {
		return hash;
	}

	/** The data source of the series. */
	public DataSource source() {
		return source;
	}

	/** What the series' XML holds. */
	public TiltSeriesMetadata metadata() {
		return metadata;
	}

	/** Number of tilts, used or not. */
	public int tilts() {
		return useTilt.length;
	}

	/** Number of tilts in use. */
	public int usedTilts() {
		int used = 0;
		for (final boolean use : useTilt)
			used += use ? 1 : 0;
		return used;
	}

	/** Whether a tilt is used: selected, and within the source's limit of tilts by exposure. */
	public boolean useTilt(final int t) {
		return useTilt[t];
	}

	/** Where particles are in the tilt images. */
	public TiltSeriesGeometry geometry() {
		return geometry;
	}

	/** Width and height of the tilt images in Å. */
	public double[] imageSize() {
		return imageSize.clone();
	}

	/**
	 * The CTF of a tilt at some place: the optics of the series with astigmatism and phase shift of the tilt. As in M, the
	 * damping of the tilt takes the place of any in the optics: its isotropic part is {@link #envelope}, its anisotropy is in
	 * the CTF.
	 *
	 * @param defocusUm defocus at the place in µm, from {@link TiltSeriesGeometry#project}
	 */
	public Ctf ctf(final int t, final double defocusUm) {
		final double tau = geometry.tau(t);
		return metadata.ctf().toBuilder().defocusUm(defocusUm).defocusDeltaUm(node(SeriesGrid.CTF_DEFOCUS_DELTA, t))
			.defocusAngleDeg(node(SeriesGrid.CTF_DEFOCUS_ANGLE, t)).phaseShiftPi(node(SeriesGrid.CTF_PHASE, t)).bfactor(0).scale(1)
			.bfactorDelta(metadata.grid(SeriesGrid.DOSE_BFACTOR_DELTAS).value(0.5, 0.5, tau)).bfactorAngleDeg(metadata.grid(
				SeriesGrid.DOSE_BFACTOR_ANGLES).value(0.5, 0.5, tau)).build();
	}

	/** Node t itself, without interpolation; 0 where the grid has no such node. */
	private double node(final SeriesGrid grid, final int t) {
		final CubicGrid nodes = metadata.grid(grid);
		return t < nodes.size() ? nodes.valueAt(t) : 0;
	}

	/**
	 * Damping of tilt t by exposure, for a particle in the middle of the tomogram.
	 *
	 * @param global whether weight and B-factor of the whole series count too, as in reconstruction
	 */
	public ExposureWeights.Envelope envelope(final int t, final boolean global) {
		return weights.envelope(t, global);
	}

	/** Damping by the place of a particle in the tomogram, Å from its corner. */
	public ExposureWeights.Envelope envelopeAtPlace(final double[] position) {
		final double[] size = geometry.volumeSize();
		return weights.atPlace(position[0] / size[0], position[1] / size[1]);
	}

	/** Defocus of a tilt in the middle of the tomogram, µm. */
	public double centreDefocusUm(final int t) {
		final double[] size = geometry.volumeSize();
		return geometry.project(new double[] { size[0] / 2, size[1] / 2, size[2] / 2 }, t).defocusUm();
	}

	/** Exposure weights of all tilts. */
	public ExposureWeights exposureWeights() {
		return weights;
	}

	/** The average of a tilt's movie. */
	public Path averagePath(final int t) {
		return files.average(t);
	}

	/** The mask of what disturbs a tilt's image; the file need not exist. */
	public Path maskPath(final int t) {
		return files.mask(t);
	}

	/** Magnification matrix, 2×2, row-major. */
	public double[] magnification() {
		return metadata.magnification();
	}

	/** With another image warp in Å. */
	public TiltSeries withImageWarp(final CubicGrid x, final CubicGrid y) {
		return new TiltSeries(metadata.withImageWarp(x, y), this, geometry.withImageWarp(x, y));
	}

	/** With other metadata of the same tilts. */
	public TiltSeries withMetadata(final TiltSeriesMetadata changed) {
		return new TiltSeries(changed, source, hash, imageSize);
	}

	@Override
	public String toString() {
		return "tilt series " + name + " with " + usedTilts() + " of " + tilts() + " tilts, angles " + Arrays.toString(metadata
			.angles());
	}
}
