package org.mforfiji.command.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.mforfiji.command.CommandCatalog;
import org.mforfiji.command.SampleCommand;
import org.scijava.Context;
import org.scijava.parsington.ExpressionParser;

import picocli.CommandLine;

class InterruptTest {

	/** A process of its own with the sample command. */
	static final class SampleProcess {

		public static void main(final String[] args) {
			Main.run(CommandCatalog.of(SampleCommand.class), args);
		}
	}

	/** Where the classes are that the process needs; test runners hide their own class path. */
	private static String classPath() {
		return Stream.of(SampleProcess.class, Main.class, Context.class, CommandLine.class, ExpressionParser.class).map(
			type -> type.getProtectionDomain().getCodeSource().getLocation().getPath()).distinct().collect(Collectors.joining(
				File.pathSeparator));
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void interruptWaitsUntilTheCommandHasLeftItsFilesWhole() throws Exception {
		final Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx64m", "-cp",
			classPath(), SampleProcess.class.getName(), "sample_sum", "-n", "4", "--failure", "wait")
				.redirectErrorStream(true).start();
		final StringBuilder printed = new StringBuilder();
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				printed.append(line).append('\n');
				if (line.equals("Waiting")) new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
			}
		}
		assertTrue(process.waitFor(20, TimeUnit.SECONDS), "the process ends");
		assertTrue(printed.toString().contains("All files are whole"), printed.toString());
		assertTrue(printed.toString().contains("Cancelled"), printed.toString());
		assertEquals(130, process.exitValue());
	}
}
