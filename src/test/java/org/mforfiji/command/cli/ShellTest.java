package org.mforfiji.command.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.command.CommandCatalog;
import org.mforfiji.command.SampleCommand;

class ShellTest {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();
	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private int run(final String... args) {
		return shell().run(args);
	}

	private Shell shell() {
		return new Shell(CommandCatalog.of(SampleCommand.class), new PrintStream(out, true, StandardCharsets.UTF_8),
			new PrintStream(err, true, StandardCharsets.UTF_8), false);
	}

	private String out() {
		return out.toString(StandardCharsets.UTF_8);
	}

	private String err() {
		return err.toString(StandardCharsets.UTF_8);
	}

	private static void assertContains(final String part, final String text) {
		assertTrue(text.contains(part), () -> "'" + part + "' is not in:\n" + text);
	}

	@Test
	void workIsDoneAndResultsArePrinted() {
		assertEquals(Shell.DONE, run("sample_sum", "-n", "4", "--threads", "3"));
		assertContains("Running command sample_sum with:\n  count = 4\n  input = \n  dont_version = False\n  failure = none\n" +
			"  step = 1.0\n  threads = 3\n", out());
		assertContains("Summed on 3 threads\n", out());
		assertContains("Sum: 10.0\n'all' 2.5\nVersioned: true\n", out());
		assertFalse(out().contains("Terms"), "a result for JSON only is not printed");
		assertFalse(out().contains("hidden"), "an output with an empty option name stays hidden");
		assertContains("Summing\nSumming: 25 % (1 of 4)", err());
		assertContains("Summing: 100 % (4 of 4)", err());
	}

	@Test
	void jsonIsAloneOnTheOutput() {
		assertEquals(Shell.DONE, run("sample_sum", "--count=4", "--dont_version", "--json"));
		assertEquals("{\"sum\": 10.0, \"parts\": [{\"name\": \"all\", \"mean_value\": 2.5}], \"versioned\": false, \"terms\": 4}\n", out());
		assertContains("Running command sample_sum with:", err());
		assertContains("  dont_version = True", err());
	}

	@Test
	void helpShowsEveryOptionWithItsMeaning() {
		assertEquals(Shell.DONE, run("sample_sum", "--help"));
		assertContains("Sums the first whole numbers", out());
		assertContains("m sample_sum --count <integer> [options]", out());
		assertContains("-n, --count <integer>", out());
		assertContains("How many numbers are summed, 100 % of them (required, from 1 to 1000)", out());
		assertContains("--dont_version", out());
		assertContains("Keep no version", out());
		assertContains("Ways to fail:", out());
		assertContains("How the command fails: none, words, fault, cancel, memory, wait (default none)", out());
		assertContains("Distance of the numbers (default 1, at least 0.5)", out());
		assertContains("-i, --input <file>", out());
		assertContains("--threads <integer>", out());
		assertContains("In Fiji: Plugins > M > Samples > Sum Numbers...", out());
		assertEquals("", err());
		final String direct = out();
		out.reset();
		assertEquals(Shell.DONE, run("help", "sample_sum"));
		assertEquals(direct, out());
	}

	@Test
	void overviewNamesTheCommands() {
		assertEquals(Shell.DONE, run("--help"));
		assertContains("Samples:\n  sample_sum  Sums the first whole numbers\n", out());
		assertEquals(Shell.WRONG_USAGE, run());
		assertContains("sample_sum", err());
		out.reset();
		assertEquals(Shell.DONE, run("--version"));
		assertContains("M for Fiji", out());
	}

	@Test
	void unknownVerbSuggestsTheNearest() {
		assertEquals(Shell.WRONG_USAGE, run("sampel_sum", "-n", "4"));
		assertContains("There is no command 'sampel_sum'. The nearest is sample_sum", err());
	}

	@Test
	void unknownOptionSuggestsTheNearest() {
		assertEquals(Shell.WRONG_USAGE, run("sample_sum", "-n", "4", "--dont_vresion"));
		assertContains("sample_sum has no option --dont_vresion. The nearest is --dont_version.", err());
		assertContains("'m sample_sum --help' shows all options.", err());
		assertEquals("", out());
	}

	@Test
	void strayValueIsRefused() {
		assertEquals(Shell.WRONG_USAGE, run("sample_sum", "4"));
		assertContains("'4' belongs to no option", err());
	}

	@Test
	void missingOptionIsNamedWithItsMeaning() {
		assertEquals(Shell.WRONG_USAGE, run("sample_sum"));
		assertContains("The option -n or --count is missing. Give --count <integer>: How many numbers are summed", err());
	}

	@Test
	void valueOfTheWrongKindIsRefused() {
		assertEquals(Shell.WRONG_USAGE, run("sample_sum", "--count", "four"));
		assertContains("--count", err());
		assertContains("'four' is not an int", err());
	}

	@Test
	void valueOutOfRangeIsRefused() {
		assertEquals(Shell.WRONG_USAGE, run("sample_sum", "--count", "1001"));
		assertContains("Count (--count) is 1001. Give a number from 1 to 1000.", err());
		err.reset();
		assertEquals(Shell.WRONG_USAGE, run("sample_sum", "-n", "4", "--step", "NaN"));
		assertContains("Step (--step) is not a number. Give a number at least 0.5.", err());
	}

	@Test
	void valueThatIsNoChoiceIsRefused() {
		assertEquals(Shell.WRONG_USAGE, run("sample_sum", "-n", "4", "--failure", "word"));
		assertContains("Failure (--failure) is 'word'. Give one of none, words, fault, cancel, memory, wait; the nearest is words.", err());
	}

	@Test
	void fileThatIsNotThereIsRefusedWithTheNearestName(@TempDir final Path folder) throws IOException {
		Files.createFile(folder.resolve("particles.star"));
		final File wrong = folder.resolve("particels.star").toFile();
		assertEquals(Shell.WRONG_USAGE, run("sample_sum", "-n", "4", "-i", wrong.getPath()));
		assertContains("Input (--input) does not exist (" + wrong + "). Check the path; the nearest name in that folder is " +
			"particles.star.", err());
		err.reset();
		assertEquals(Shell.WRONG_USAGE, run("sample_sum", "-n", "4", "-i", folder.toString()));
		assertContains("Input (--input) is a folder, not a file", err());
	}

	@Test
	void checkOfTheCommandItselfIsWrongUsage() {
		assertEquals(Shell.WRONG_USAGE, run("sample_sum", "-n", "4", "--step", "5"));
		assertContains("The step is larger than the count. Give a smaller --step.", err());
		assertFalse(out().contains("Running command"), "nothing runs after a failed check");
	}

	@Test
	void failureIsToldInWords() {
		assertEquals(Shell.FAILED, run("sample_sum", "-n", "4", "--failure", "words"));
		assertContains("The numbers ran out (list.txt, line 3). Add some.", err());
		assertFalse(err().contains("\tat "), "no stack trace");
	}

	@Test
	void debugShowsThePlace() {
		assertEquals(Shell.FAILED, run("sample_sum", "-n", "4", "--failure", "words", "--debug"));
		assertContains("at org.mforfiji.command.SampleCommand.execute", err());
	}

	@Test
	void failureIsToldInJson() {
		assertEquals(Shell.FAILED, run("sample_sum", "-n", "4", "--failure", "words", "--json"));
		assertEquals("{\"error\": {\"what\": \"The numbers ran out\", \"where\": \"list.txt, line 3\", \"remedy\": \"Add some\"}}\n",
			out());
		out.reset();
		assertEquals(Shell.WRONG_USAGE, run("sample_sum", "--bad", "--json"));
		assertContains("{\"error\": {\"what\": \"sample_sum has no option --bad\"", out());
	}

	@Test
	void everyFailureIsOneJsonObject() {
		for (final String[] args : new String[][] { { "sampel_sum", "--json" }, { "sample_sum", "--json" }, { "sample_sum",
			"--count", "x", "--json" }, { "sample_sum", "-n", "4", "--failure", "cancel", "--json" }, { "sample_sum", "-n", "4",
				"--failure", "fault", "--json" }, { "sample_sum", "-n", "4", "--failure", "memory", "--json" } }) {
			out.reset();
			assertFalse(run(args) == Shell.DONE);
			assertTrue(out().startsWith("{\"error\": {\"what\": \"") && out().endsWith("\"}}\n") && out().lines().count() == 1, out());
		}
	}

	@Test
	void faultOfTheProgramIsCalledOne() {
		assertEquals(Shell.FAILED, run("sample_sum", "-n", "4", "--failure", "fault"));
		assertContains("This is a fault in the program, not in the data: java.lang.IllegalStateException: broken", err());
		err.reset();
		assertEquals(Shell.FAILED, run("sample_sum", "-n", "4", "--failure", "memory"));
		assertContains("The memory that Java may use is full", err());
	}

	@Test
	void cancelHasItsOwnExitCode() {
		assertEquals(Shell.CANCELLED, run("sample_sum", "-n", "4", "--failure", "cancel"));
		final Shell stopped = shell();
		stopped.cancel();
		assertEquals(Shell.CANCELLED, stopped.run("sample_sum", "-n", "4"));
		assertContains("Cancelled", err());
	}
}
