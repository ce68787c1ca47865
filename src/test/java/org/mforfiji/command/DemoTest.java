package org.mforfiji.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.refine.GridSize;

class DemoTest {

	@TempDir
	Path folder;

	/** From files to maps on the demonstration's data: most of what perfect parameters would give, in few passes. */
	@Test
	void recoversMostOfWhatPerfectParametersWouldGive() {
		try (Parallel parallel = Parallel.allProcessors()) {
			final Demo.Result result = new Demo(Path.of("test-data", "demo"), folder.resolve("demo"), 2, new GridSize(4, 3),
				parallel, Monitor.SILENT).run();
			assertEquals(21.3, result.before(), 0.5);
			assertTrue(result.share() >= 0.9, "share of the way recovered: " + result.share());
			assertTrue(result.positionAfter() <= 0.2 * result.positionBefore(), "position error " + result.positionBefore() +
				" → " + result.positionAfter());
			assertTrue(result.angleAfter() <= 0.6 * result.angleBefore(), "angle error " + result.angleBefore() + " → " + result
				.angleAfter());
			assertTrue(result.passes() <= 6, "passes: " + result.passes());
			assertTrue(Files.isRegularFile(Path.of(result.picture())));
		}
	}
}
