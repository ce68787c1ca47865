package org.mforfiji.run;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names the folders of a population's runs, {@code refinement/<number>_<run>}, numbered in the order of their commits. */
record RunFolderName(Path home) {

	private static final Pattern NUMBERED = Pattern.compile("(\\d{1,6})_.*");

	/** The folder of the next run to be committed. */
	Path next(final String run) {
		return runs().resolve(String.format(Locale.ROOT, "%03d_%s", number(), run));
	}

	/** Number of the next run to be committed, from 1. */
	int number() {
		int last = 0;
		for (final Path folder : RunFolders.list(runs())) {
			final Matcher name = NUMBERED.matcher(folder.getFileName().toString());
			if (name.matches()) last = Math.max(last, Integer.parseInt(name.group(1)));
		}
		return last + 1;
	}

	private Path runs() {
		return home.resolve("refinement");
	}
}
