package org.mforfiji.command.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class ProgressTest {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();
	private final ByteArrayOutputStream err = new ByteArrayOutputStream();
	private long now;

	private ShellMonitor monitor(final boolean terminal) {
		return new ShellMonitor(new PrintStream(out, true), new PrintStream(err, true, StandardCharsets.UTF_8), terminal,
			() -> now);
	}

	private void seconds(final double seconds) {
		now = (long) (seconds * 1e9);
	}

	@Test
	void barTellsTheTimeLeft() {
		assertEquals("[######..................]  25 % (3 of 12), 01:30 left  Refining", ProgressLine.bar("Refining", 3, 12, 30,
			79));
		assertEquals("[........................]   0 % (0 of 12)  Refining", ProgressLine.bar("Refining", 0, 12, 30, 79));
		assertEquals("[########################] 100 % (12 of 12), 1:00:01  Refining", ProgressLine.bar("Refining", 12, 12,
			3601, 79));
		assertEquals(30, ProgressLine.bar("A long name of a step", 3, 12, 30, 30).length());
	}

	@Test
	void plainLinesComeEveryTenthAndEveryHalfMinute() {
		final ShellMonitor monitor = monitor(false);
		monitor.step("Refining");
		for (int i = 1; i <= 100; i++) {
			seconds(i * 0.1);
			monitor.progress(i, 100);
		}
		assertEquals(11, err.toString().lines().count(), err.toString());
		assertTrue(err.toString().contains("Refining: 50 % (50 of 100), 00:05 left\n"), err.toString());
		assertTrue(err.toString().endsWith("Refining: 100 % (100 of 100), 00:10\n"), err.toString());
		err.reset();
		monitor.step("Slow");
		for (int i = 1; i <= 8; i++) {
			seconds(10 + i * 10);
			monitor.progress(i, 1000);
		}
		assertEquals(3, err.toString().lines().count(), err.toString());
	}

	@Test
	void terminalDrawsOneLineAgainAndKeepsMessagesWhole() {
		final ShellMonitor monitor = monitor(true);
		monitor.step("Refining");
		seconds(1);
		monitor.progress(1, 4);
		seconds(1.01);
		monitor.progress(2, 4);
		monitor.message("TS_01 is done");
		monitor.close();
		assertEquals("TS_01 is done\n", out.toString());
		assertTrue(err.toString().contains("\r\033[2K[######..................]  25 % (1 of 4), 00:03 left  Refining"), err
			.toString());
		assertTrue(!err.toString().contains("50 %"), "drawn at most ten times a second");
		assertTrue(err.toString().endsWith("\r\033[2K"), "the line is clean at the end");
		assertEquals(0, err.toString().lines().filter(String::isEmpty).count());
	}
}
