package org.mforfiji.command.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.mforfiji.command.CommandCatalog;

class CommandReferenceTest {

	@Test
	void pageInTheDocumentationIsUpToDate() throws IOException {
		final Path page = Path.of("docs/commands.md");
		assumeTrue(Files.exists(Path.of("docs")), "Skipped: not run from the root of the checkout");
		final String made = CommandReference.markdown(CommandCatalog.discover().inMenuOrder().stream().filter(info -> !info
			.getName().startsWith("sample_")).toList());
		assertEquals(made, Files.exists(page) ? Files.readString(page) : "",
			"run 'mvn -q -DskipTests package && target/m help all > docs/commands.md'");
	}
}
