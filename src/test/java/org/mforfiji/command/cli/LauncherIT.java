package org.mforfiji.command.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Calls the launcher that {@code mvn package} leaves, as a user does. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

	private final Path launcher = Path.of("target/m").toAbsolutePath();

	@TempDir
	private Path folder;

	private record Run(int code, String out, String err) {}

	@BeforeEach
	void launcherIsThere() {
		assumeTrue(Files.exists(launcher), () -> "Skipped: no " + launcher + " (mvn package makes it)");
	}

	private Run run(final Map<String, String> environment, final Path program, final String... args)
		throws IOException, InterruptedException
	{
		final List<String> command = new ArrayList<>(List.of(program.toString()));
		command.addAll(List.of(args));
		final Path out = folder.resolve("out");
		final Path err = folder.resolve("err");
		final ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
			.redirectError(err.toFile());
		builder.environment().remove("M_JAVA_OPTS");
		builder.environment().putAll(environment);
		final int code = builder.start().waitFor();
		return new Run(code, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
	}

	@Test
	void helpListsTheCommands() throws Exception {
		final Run help = run(Map.of(), launcher, "--help");
		assertEquals(0, help.code, help.err);
		assertTrue(help.out.contains("Usage: m <command> [options]"), help.out);
		for (final String verb : org.mforfiji.command.CommandCatalog.discover().names())
			if (!verb.startsWith("sample_")) assertTrue(help.out.contains("  " + verb + " "), verb);
	}

	@Test
	void worksThroughSymbolicLinksAndFolderNamesWithBlanks() throws Exception {
		final Path blank = Files.createDirectory(folder.resolve("a b"));
		final Path first = Files.createSymbolicLink(blank.resolve("first"), launcher);
		final Path second = Files.createSymbolicLink(blank.resolve("m"), first.getFileName());
		final Run version = run(Map.of(), second, "--version");
		assertEquals(0, version.code, version.err);
		assertTrue(version.out.startsWith("M for Fiji "), version.out);
	}

	@Test
	void wrongUsageHasExitCodeTwo() throws Exception {
		final Run unknown = run(Map.of(), launcher, "no_such_command");
		assertEquals(2, unknown.code);
		assertTrue(unknown.err.contains("There is no command 'no_such_command'."), unknown.err);
		assertEquals("", unknown.out);
	}

	@Test
	void javaOptionsAreHonoured() throws Exception {
		final Run java = run(Map.of("M_JAVA_OPTS", "-Xmx100m -XshowSettings:vm"), launcher, "--version");
		assertEquals(0, java.code, java.err);
		assertTrue((java.out + java.err).contains("Max. Heap Size: 100.00M"), java.out + java.err);
	}

	@Test
	void javaThatIsNotThereIsNamed() throws Exception {
		final Run none = run(Map.of("JAVA_HOME", folder.toString()), launcher, "--version");
		assertEquals(1, none.code);
		assertTrue(none.err.startsWith("JAVA_HOME is " + folder), none.err);
	}
}
