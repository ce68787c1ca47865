package org.mforfiji.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.mforfiji.base.MException;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.io.warp.WarpText;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.io.warp.XmlParams;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.MovieCorrection;
import org.mforfiji.population.SourceItem;

/** The content of {@code .source} files. */
final class SourceXml {

	private static final List<String> CHILDREN = List.of("Param", "UsedSpecies", "Files");

	private SourceXml() {}

	static DataSource read(final XmlElement root, final Path file) {
		final String where = file.toString();
		if (!root.name().equals("DataSource")) throw new MException("This is no data source, but a file of kind " + root.name(),
			where, "Give the path of a .source file");
		final XmlParams p = XmlParams.of(root, where);
		final Path folder = file.getParent();
		final MovieCorrection correction = new MovieCorrection(path(p.text("GainPath", ""), folder), path(p.text("DefectsPath",
			""), folder), p.bool("GainFlipX", false), p.bool("GainFlipY", false), p.bool("GainTranspose", false), p.integer(
				"EERGroupFrames", 10));
		return DataSource.builder(p.text("Name", "New Source"), file).guid(p.guid("GUID", UUID.randomUUID())).version(p.text(
			"Version", ""), p.text("PreviousVersion", "")).keepsVersions(!p.bool("DontVersion", false)).pixelSize(p.finite(
				"PixelSizeX", p.finite("PixelSize", 1.35))).dimensions(p.finite("DimensionsX", 3712), p.finite("DimensionsY", 3712),
					p.finite("DimensionsZ", 1400)).frameLimit(p.integer("FrameLimit", -1)).correction(correction).dosePerFrame(p
						.finite("DosePerAngstromFrame", 0)).items(items(root, where)).build();
	}

	private static List<SourceItem> items(final XmlElement root, final String where) {
		final List<SourceItem> items = new ArrayList<>();
		for (final XmlElement file : root.child("Files").map(files -> files.children("File")).orElse(List.of())) {
			final String name = file.attribute("Name", "");
			final String hash = file.attribute("Hash", "");
			if (name.isEmpty() || hash.isEmpty()) throw new MException("An item has no " + (name.isEmpty() ? "name" : "hash"),
				where + ", item " + (items.size() + 1), "Create the data source again");
			items.add(new SourceItem(hash, WarpPaths.fileName(name)));
		}
		return items;
	}

	private static Optional<Path> path(final String stored, final Path folder) {
		return stored.isBlank() ? Optional.empty() : Optional.of(WarpPaths.resolve(folder, stored));
	}

	/**
	 * The file of a source.
	 *
	 * @param before the file as it is, from which elements that are not understood are taken; need not exist
	 */
	static XmlElement element(final DataSource source, final Path before) {
		final XmlElement base = Files.exists(before) ? XmlFile.read(before) : XmlElement.of("DataSource").withParam(
			"RelativeWeight", "1").withParam("RelativeBFactor", "0,0,0");
		final double[] size = source.dimensions();
		final MovieCorrection correction = source.correction();
		XmlElement e = base.withParam("GUID", source.guid().toString()).withParam("Name", source.name()).withParam("Version",
			source.version()).withParam("PreviousVersion", source.previousVersion()).withParam("DontVersion", WarpText.bool(!source
				.keepsVersions())).withParam("PixelSize", WarpText.decimal(source.pixelSize()));
		if (XmlParams.of(base, "").value("PixelSizeX").isPresent()) e = e.withParam("PixelSizeX", WarpText.decimal(source
			.pixelSize()));
		e = e.withParam("DimensionsX", WarpText.decimal(size[0])).withParam("DimensionsY", WarpText.decimal(size[1])).withParam(
			"DimensionsZ", WarpText.decimal(size[2])).withParam("FrameLimit", Integer.toString(source.frameLimit())).withParam(
				"GainPath", relative(correction.gain(), source)).withParam("DefectsPath", relative(correction.defects(), source))
			.withParam("GainFlipX", WarpText.bool(correction.flipX())).withParam("GainFlipY", WarpText.bool(correction.flipY()))
			.withParam("GainTranspose", WarpText.bool(correction.transpose())).withParam("EERGroupFrames", Integer.toString(
				correction.eerGroupFrames())).withParam("DosePerAngstromFrame", WarpText.decimal(source.dosePerFrame()));
		if (e.child("UsedSpecies").isEmpty()) e = e.withChild(XmlElement.of("UsedSpecies"), CHILDREN);
		return e.withChild(files(source, before.getParent()), CHILDREN);
	}

	private static XmlElement files(final DataSource source, final Path folder) {
		final List<XmlElement> files = new ArrayList<>();
		for (final SourceItem item : source.items()) {
			XmlElement file = XmlElement.of("File", "Hash", item.hash(), "Name", item.fileName());
			final Path xml = folder.resolve(item.rootName() + ".xml");
			if (Files.exists(folder.resolve(item.fileName())) && Files.exists(xml)) {
				final XmlElement metadata = XmlFile.read(xml);
				file = file.withAttribute("Weight", metadata.attribute("Weight", "1")).withAttribute("Bfactor", metadata.attribute(
					"Bfactor", "0"));
			}
			files.add(file);
		}
		return XmlElement.of("Files").withChildren(files);
	}

	private static String relative(final Optional<Path> path, final DataSource source) {
		return path.map(p -> WarpPaths.relative(p, source.folder())).orElse("");
	}
}
