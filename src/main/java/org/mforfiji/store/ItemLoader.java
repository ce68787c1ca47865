package org.mforfiji.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.mforfiji.base.MException;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.mrc.MrcHeader;
import org.mforfiji.io.warp.MovieHeader;
import org.mforfiji.io.warp.SeriesFiles;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.io.warp.Tomostar;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.SourceItem;
import org.mforfiji.population.TiltSeries;

/** Loads the items of a data source: metadata and image size, not the images. */
public final class ItemLoader {

	private ItemLoader() {}

	/**
	 * Loads a tilt series for refinement or reconstruction.
	 *
	 * @throws MException with the first of the series' {@link SeriesFaults}; or if the item is a frame series, or cannot be
	 *           read
	 */
	public static TiltSeries load(final DataSource source, final SourceItem item) {
		final TiltSeries series = open(source, item);
		final List<MException> faults = SeriesFaults.of(series);
		if (!faults.isEmpty()) throw faults.get(0);
		return series;
	}

	/** Loads a tilt series whatever its faults, as long as it has tilts and their size can be found out. */
	public static TiltSeries open(final DataSource source, final SourceItem item) {
		final TiltSeriesMetadata metadata = metadata(source, item);
		if (metadata.tilts() == 0) throw new MException("The tilt series has no tilts", metadata.where(),
			"Import it again, or remove it from the data source");
		return TiltSeries.of(metadata, source, item.hash(), imageSize(source, metadata));
	}

	/**
	 * The metadata of a tilt series: its XML, or its {@code .tomostar} where there is no XML. An XML of at most one tilt was
	 * never filled; then the tilts come from the {@code .tomostar}, if there is one.
	 */
	public static TiltSeriesMetadata metadata(final DataSource source, final SourceItem item) {
		if (!item.isTiltSeries()) throw new MException("The item is a frame series, not a tilt series", source.itemXml(item)
			.toString(), "Use a data source made from settings with the extension *.tomostar");
		final Path xml = source.itemXml(item);
		final Path beside = source.folder().resolve(item.fileName());
		if (!Files.exists(xml)) {
			if (!Files.exists(beside)) throw new MException("The tilt series " + item.rootName() + " has neither metadata nor a " +
				".tomostar", xml.toString(), "Restore the file, or remove the item from the data source " + source.name());
			return TiltSeriesMetadata.of(Tomostar.read(beside), "");
		}
		final TiltSeriesMetadata metadata = TiltSeriesXml.read(xml);
		if (metadata.tilts() > 1) return metadata;
		final Path tomostar = metadata.dataDirectory().isBlank() ? beside : WarpPaths.resolve(source.folder(), metadata
			.dataDirectory()).resolve(item.fileName());
		return Files.exists(tomostar) ? metadata.withTilts(Tomostar.read(tomostar)) : metadata;
	}

	/**
	 * Width and height of the tilt images in Å: those of the first raw movie that can be read times the unbinned pixel size;
	 * else what the metadata remember; else those of an average with its own pixel size. The movies of one series are all
	 * of one size. An EER file does not know at which sampling it is used, thus its average goes first.
	 */
	static double[] imageSize(final DataSource source, final TiltSeriesMetadata metadata) {
		final SeriesFiles files = new SeriesFiles(source.folder(), metadata);
		final Path raw = files.raw(0);
		if (Files.isRegularFile(raw) && !isEer(raw)) {
			final MovieHeader header = MovieHeader.read(raw);
			return new double[] { header.width() * source.pixelSize(), header.height() * source.pixelSize() };
		}
		final Optional<double[]> fromAverage = fromAverage(files, metadata.tilts());
		if (isEer(raw) && fromAverage.isPresent()) return fromAverage.get();
		return metadata.imageDimensions().or(() -> fromAverage).orElseThrow(() -> new MException(
			"The size of the tilt images is unknown: neither raw movies nor averages are there", metadata.where() + ", tilt 1: " +
				raw + ", " + files.average(0), "Make one of them available, or correct DataDirectory and MoviePath"));
	}

	private static boolean isEer(final Path raw) {
		return raw.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".eer");
	}

	private static Optional<double[]> fromAverage(final SeriesFiles files, final int tilts) {
		for (int t = 0; t < tilts; t++) {
			final Path average = files.average(t);
			if (!Files.isRegularFile(average)) continue;
			final MrcHeader header = MrcFile.readHeader(average);
			if (!header.hasPixelSize()) continue;
			return Optional.of(new double[] { header.nx() * header.pixelSize(0), header.ny() * header.pixelSize(1) });
		}
		return Optional.empty();
	}
}
