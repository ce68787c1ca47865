package org.mforfiji.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.mforfiji.base.MException;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.io.warp.XmlParams;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;

/** Populations on disk: the {@code .population} file, which names data sources and species by path and GUID. */
public final class PopulationStore {

	private static final List<String> CHILDREN = List.of("Param", "Species", "Sources", "LastRefinementOptions");

	private PopulationStore() {}

	/**
	 * Reads a population with all its data sources and species.
	 *
	 * @throws MException if a file is missing or cannot be understood, or has another GUID than the population expects
	 */
	public static Population load(final Path file) {
		final Path path = file.toAbsolutePath().normalize();
		if (path.getParent() != null) JointCommit.recover(path.getParent());
		final XmlElement root = XmlFile.read(path);
		if (!root.name().equals("Population")) throw new MException("This is no population, but a file of kind " + root.name(),
			path.toString(), "Give the path of a .population file");
		final List<DataSource> sources = new ArrayList<>();
		for (final XmlElement e : members(root, "Sources", "Source"))
			sources.add(SourceStore.load(member(e, "data source", path), guid(e, path), path));
		final List<Species> species = new ArrayList<>();
		for (final XmlElement e : members(root, "Species", "Species"))
			species.add(SpeciesStore.load(member(e, "species", path), guid(e, path), path));
		final Map<String, String> options = new LinkedHashMap<>();
		for (final XmlElement param : members(root, "LastRefinementOptions", "Param"))
			options.put(param.attribute("Name", ""), param.attribute("Value", ""));
		final String name = XmlParams.of(root, path.toString()).text("Name", WarpPaths.rootName(path));
		return new Population(name, path, sources, species, options);
	}

	private static List<XmlElement> members(final XmlElement root, final String list, final String name) {
		return root.child(list).map(children -> children.children(name)).orElse(List.of());
	}

	private static Path member(final XmlElement element, final String kind, final Path population) {
		final Path path = WarpPaths.resolve(population.getParent(), element.attribute("Path", ""));
		if (!Files.isRegularFile(path)) throw new MException("A " + kind + " of the population is missing: " + path, population
			.toString(), "Move it back to its place, or correct its Path in the population");
		return path;
	}

	private static UUID guid(final XmlElement element, final Path population) {
		final String text = element.attribute("GUID", "");
		return XmlParams.parseGuid(text).orElseThrow(() -> new MException("'" + text + "' is no GUID", population + ", " + element
			.name() + " " + element.attribute("Path", ""), "Correct the population"));
	}

	/**
	 * Writes the {@code .population} file; sources and species are written by their own stores. Elements of the old file
	 * that are not understood stay.
	 */
	public static void save(final Population population) {
		final Path file = population.file();
		final XmlElement before = Files.exists(file) ? XmlFile.read(file) : XmlElement.of("Population");
		final List<XmlElement> species = population.species().stream().map(s -> reference("Species", s.guid(), s.file(),
			population)).toList();
		final List<XmlElement> sources = population.sources().stream().map(s -> reference("Source", s.guid(), s.file(),
			population)).toList();
		final XmlElement after = before.withParam("Name", population.name()).withChild(XmlElement.of("Species").withChildren(
			species), CHILDREN).withChild(XmlElement.of("Sources").withChildren(sources), CHILDREN);
		XmlFile.write(withSettings(after, population.lastRefinementOptions()), file);
	}

	/**
	 * Stages the {@code .population} file as it is now with other settings of the last refinement; all else in it stays, also
	 * settings that are not among these.
	 *
	 * @param file the {@code .population} file
	 * @param settings name to text, as M's window keeps them
	 * @param commit of its folder
	 */
	public static void stageSettings(final Path file, final Map<String, String> settings, final FolderCommit commit) {
		XmlFile.write(withSettings(XmlFile.read(file), settings), commit.stage(file.getFileName().toString()));
	}

	private static XmlElement withSettings(final XmlElement population, final Map<String, String> settings) {
		XmlElement options = population.child("LastRefinementOptions").orElse(XmlElement.of("LastRefinementOptions"));
		for (final Map.Entry<String, String> option : settings.entrySet())
			options = options.withParam(option.getKey(), option.getValue());
		return options.children().isEmpty() ? population : population.withChild(options, CHILDREN);
	}

	private static XmlElement reference(final String name, final UUID guid, final Path file, final Population population) {
		return XmlElement.of(name, "GUID", guid.toString(), "Path", WarpPaths.relative(file, population.folder()));
	}
}
