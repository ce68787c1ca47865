package org.mforfiji.population;

import java.nio.file.Path;
import java.util.UUID;

/** A member of a population: a data source or a species, with files and versions of its own. */
public interface Member {

	/** Who it is, where it lies, and in which version. */
	Identity identity();

	/** Identity; never changes. */
	default UUID guid() {
		return identity().guid();
	}

	/** Display name. */
	default String name() {
		return identity().name();
	}

	/** Its own file, {@code .source} or {@code .species}, absolute. */
	default Path file() {
		return identity().file();
	}

	/** The folder of its file: of a source the processing folder, of a species that of its maps. */
	default Path folder() {
		return file().getParent();
	}

	/** Hash of the last commit, 27 characters of a source, 8 of a species; empty before the first. */
	default String version() {
		return identity().version();
	}

	/** Hash of the commit before the last; may be empty. */
	default String previousVersion() {
		return identity().previousVersion();
	}

	/** Whether a commit keeps a copy of all files in a versions folder. */
	default boolean keepsVersions() {
		return identity().keepsVersions();
	}
}
