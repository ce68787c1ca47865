package org.mforfiji.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.warp.DataHash;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Species;

/** Species on disk: the {@code .species} file, particle table and maps under one root name, and their versions. */
public final class SpeciesStore {

	private static final String VERSIONS = "versions/";
	private static final String PARTICLES = "_particles.star";
	private static final int VERSION_LENGTH = 8;

	private SpeciesStore() {}

	/**
	 * Reads a species with its particles; a missing particle table means none.
	 *
	 * @throws MException if a file cannot be read or holds a value that cannot be understood
	 */
	public static Species load(final Path file) {
		final Path path = file.toAbsolutePath().normalize();
		FolderCommit.recover(path.getParent());
		final Species bare = SpeciesXml.read(XmlFile.read(path), path).build();
		final Path table = particles(bare);
		return Files.exists(table) ? bare.withParticles(ParticleTable.read(table, bare.temporalSamples())) : bare;
	}

	/** Reads a species for a population, which says what its GUID must be. */
	static Species load(final Path file, final UUID expected, final Path population) {
		final Species species = load(file);
		if (!species.guid().equals(expected)) throw new MException("The species has the GUID " + species.guid() +
			", but the population expects " + expected, file + ", named by " + population,
			"The file was replaced by another species: remove it from the population and add it again");
		return species;
	}

	/** A map of the species, e.g. {@code half1}, {@code mask}, {@code filtsharp}; the file need not exist. */
	public static Path map(final Species species, final String suffix) {
		return file(species, "_" + suffix + ".mrc");
	}

	/** A file of the species by what follows its name, e.g. {@code _fsc.star}; it need not exist. */
	public static Path file(final Species species, final String ending) {
		return species.folder().resolve(WarpPaths.safeName(species.name()) + ending);
	}

	/** The particle table; it need not exist. */
	public static Path particles(final Species species) {
		return file(species, PARTICLES);
	}

	/** Writes the {@code .species} file and the particle table, without a new version and without touching the maps. */
	public static void save(final Species species) {
		final FolderCommit commit = FolderCommit.begin(species.folder());
		stageFiles(species, SpeciesContent.EMPTY, commit);
		commit.publish();
	}

	/**
	 * Stores new maps, files, particles and properties of a species together, as a new version: either all of it or, after
	 * a failure, nothing. The version is computed as M does. If it changed, a complete copy goes to {@code versions/<version>}
	 * unless the species keeps none; the state before, if it has no copy yet, is copied too.
	 *
	 * @return the species with its new version
	 */
	public static Species commit(final Species species, final SpeciesContent content) {
		final FolderCommit commit = FolderCommit.begin(species.folder());
		try {
			final Species committed = stage(species, content, commit);
			commit.publish();
			return committed;
		}
		catch (final RuntimeException e) {
			commit.abandon();
			throw e;
		}
	}

	/**
	 * As {@link #commit}, but only stages everything, to be published with other changes.
	 *
	 * @param commit commit of the species' folder
	 * @return the species as it will be
	 */
	public static Species stage(final Species species, final SpeciesContent content, final FolderCommit commit) {
		final String version = version(species, content);
		final boolean newVersion = !version.equals(species.version());
		final Species committed = newVersion ? species.toBuilder().version(version, species.version()).build() : species;
		stageFiles(committed, content, commit);
		if (newVersion && species.keepsVersions()) {
			keepPrevious(species, commit);
			stageVersion(committed, content, commit);
		}
		return committed;
	}

	private static void stageFiles(final Species species, final SpeciesContent content, final FolderCommit commit) {
		final String root = WarpPaths.safeName(species.name());
		for (final Map.Entry<String, Consumer<Path>> file : content.writers().entrySet())
			file.getValue().accept(commit.stage(root + file.getKey()));
		content.removed().forEach(ending -> commit.remove(root + ending));
		// M takes a missing table for no particles.
		if (species.particles().isEmpty()) commit.remove(root + PARTICLES);
		else ParticleTable.write(species.particles(), commit.stage(root + PARTICLES));
		XmlFile.write(SpeciesXml.element(species, species.file()), commit.stage(species.file().getFileName().toString()));
	}

	/** Copies everything that the commit stages, and what it leaves as it is. */
	private static void stageVersion(final Species species, final SpeciesContent content, final FolderCommit commit) {
		final String folder = VERSIONS + species.version() + "/";
		final String root = WarpPaths.safeName(species.name());
		final Set<String> staged = new LinkedHashSet<>(List.of(species.file().getFileName().toString()));
		if (!species.particles().isEmpty()) staged.add(root + PARTICLES);
		content.writers().keySet().forEach(ending -> staged.add(root + ending));
		for (final String name : staged)
			commit.stageCopy(commit.stage(name), folder + name);
		final Set<String> gone = new HashSet<>(List.of(root + PARTICLES));
		content.removed().forEach(ending -> gone.add(root + ending));
		for (final Path file : files(species))
			if (!staged.contains(file.getFileName().toString()) && !gone.contains(file.getFileName().toString())) commit.stageCopy(
				file, folder + file.getFileName());
	}

	private static void keepPrevious(final Species species, final FolderCommit commit) {
		final String folder = VERSIONS + species.version() + "/";
		if (species.version().isEmpty() || Files.exists(species.folder().resolve(folder)) || !Files.exists(species.file()))
			return;
		commit.stageCopy(species.file(), folder + species.file().getFileName());
		for (final Path file : files(species))
			commit.stageCopy(file, folder + file.getFileName());
	}

	/** All files of the species but the {@code .species} itself. */
	private static List<Path> files(final Species species) {
		final String start = WarpPaths.safeName(species.name()) + "_";
		return Folders.list(species.folder(), "*").stream().filter(file -> file.getFileName().toString().startsWith(start) &&
			!file.getFileName().toString().endsWith(".part")).toList();
	}

	/**
	 * The version of a species: 8 characters of the hash of its used data sources, poses (with the decimals of the table, so
	 * that a species that is read again has the same), half-maps and mask. Maps that are not in the content are read from disk.
	 */
	public static String version(final Species species, final SpeciesContent content) {
		final StringBuilder text = new StringBuilder(usedSources(species));
		text.append(poses(species.particles(), Particle::coordinates)).append(poses(species.particles(), Particle::anglesDeg));
		for (final String suffix : List.of("half1", "half2", "mask"))
			content.map(suffix).or(() -> read(map(species, suffix))).ifPresent(map -> text.append(voxels(map)));
		return DataHash.ofText(text.toString()).substring(0, VERSION_LENGTH);
	}

	private static Optional<Volume> read(final Path map) {
		return Files.exists(map) ? Optional.of(MrcFile.read(map)) : Optional.empty();
	}

	/** GUIDs and versions of the sources that a file names as used; M writes none today. */
	private static String usedSources(final Species species) {
		if (!Files.exists(species.file())) return "";
		final StringBuilder text = new StringBuilder();
		for (final XmlElement used : XmlFile.read(species.file()).child("UsedDataSources").map(XmlElement::children).orElse(List
			.of()))
			text.append(used.attribute("GUID", "")).append(used.attribute("Version", ""));
		return text.toString();
	}

	private static String poses(final List<Particle> particles, final Function<Particle, double[]> values) {
		final int length = particles.stream().mapToInt(particle -> values.apply(particle).length).sum();
		final ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(4, length)).order(ByteOrder.LITTLE_ENDIAN);
		for (final Particle particle : particles)
			for (final double value : values.apply(particle))
				bytes.putFloat((float) ParticleTable.stored(value));
		return DataHash.ofBytes(bytes.array());
	}

	private static String voxels(final Volume map) {
		final int n = Math.min(map.data().length, DataHash.DATA_BYTES / 4);
		final ByteBuffer bytes = ByteBuffer.allocate(4 * n).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < n; i++)
			bytes.putFloat(map.data()[i]);
		return DataHash.ofBytes(bytes.array());
	}
}
