package org.mforfiji.store;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;

/**
 * New maps and other files of a species, to be stored together. Immutable; the voxels are not copied.
 *
 * <p>Suffixes of maps are those of M: {@code half1}, {@code half2}, {@code mask}, {@code filt}, {@code filtsharp},
 * {@code localres} and so on.
 */
public final class SpeciesContent {

	/** Nothing new. */
	public static final SpeciesContent EMPTY = new SpeciesContent(Map.of(), Map.of(), Set.of());

	private final Map<String, Volume> maps;
	private final Map<String, Consumer<Path>> files;
	private final Set<String> removed;

	private SpeciesContent(final Map<String, Volume> maps, final Map<String, Consumer<Path>> files,
		final Set<String> removed)
	{
		this.maps = maps;
		this.files = files;
		this.removed = removed;
	}

	/** With one more map, stored as {@code <species>_<suffix>.mrc}. */
	public SpeciesContent withMap(final String suffix, final Volume map) {
		final Map<String, Volume> more = new LinkedHashMap<>(maps);
		more.put(suffix, map);
		return new SpeciesContent(more, files, removed);
	}

	/**
	 * With one more file of another kind.
	 *
	 * @param ending what follows the species' name, with extension: {@code _fsc.star}
	 * @param writer writes the file to the path that it is given
	 */
	public SpeciesContent withFile(final String ending, final Consumer<Path> writer) {
		final Map<String, Consumer<Path>> more = new LinkedHashMap<>(files);
		more.put(ending, writer);
		return new SpeciesContent(maps, more, removed);
	}

	/** With everything of another content; its files take the place of those with the same name. */
	public SpeciesContent with(final SpeciesContent other) {
		final Map<String, Volume> moreMaps = new LinkedHashMap<>(maps);
		moreMaps.putAll(other.maps);
		final Map<String, Consumer<Path>> moreFiles = new LinkedHashMap<>(files);
		moreFiles.putAll(other.files);
		final Set<String> moreRemoved = new LinkedHashSet<>(removed);
		moreRemoved.addAll(other.removed);
		return new SpeciesContent(moreMaps, moreFiles, moreRemoved);
	}

	/**
	 * With one file less: what was made from older maps and is not made anew; versions keep it.
	 *
	 * @param ending what follows the species' name, with extension: {@code _localres.mrc}
	 */
	public SpeciesContent without(final String ending) {
		final Set<String> more = new LinkedHashSet<>(removed);
		more.add(ending);
		return new SpeciesContent(maps, files, more);
	}

	/** Endings of the files that go, if they are there. */
	public Set<String> removed() {
		return Collections.unmodifiableSet(removed);
	}

	/** One of the maps. */
	public Optional<Volume> map(final String suffix) {
		return Optional.ofNullable(maps.get(suffix));
	}

	/** All maps by suffix. */
	public Map<String, Volume> maps() {
		return Collections.unmodifiableMap(maps);
	}

	/** What writes each file, by the ending of its name. */
	public Map<String, Consumer<Path>> writers() {
		final Map<String, Consumer<Path>> all = new LinkedHashMap<>();
		maps.forEach((suffix, map) -> all.put("_" + suffix + ".mrc", path -> MrcFile.write(path, map)));
		all.putAll(files);
		return all;
	}
}
