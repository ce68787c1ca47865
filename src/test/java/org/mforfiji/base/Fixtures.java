package org.mforfiji.base;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Data that others made, for tests: the folder of the system property {@code mforfiji.fixtures}, else of the environment
 * variable {@code MFORFIJI_FIXTURES}, else {@code ../shared/fixtures} beside the checkout.
 */
public final class Fixtures {

	private Fixtures() {}

	/** A file below the fixtures; skips the calling test with a message where it is absent. */
	public static Path path(final String relative) {
		final Path file = root().resolve(relative);
		assumeTrue(Files.exists(file), () -> "Skipped: no fixture " + relative + " below " + root() +
			" (set -Dmforfiji.fixtures=… or MFORFIJI_FIXTURES)");
		return file;
	}

	private static Path root() {
		final String property = System.getProperty("mforfiji.fixtures", System.getenv("MFORFIJI_FIXTURES"));
		return Path.of(property == null ? "../shared/fixtures" : property).toAbsolutePath().normalize();
	}
}
