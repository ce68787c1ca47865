package org.mforfiji.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mforfiji.base.MException;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.task.event.TaskEvent;

/** Runs a command as Fiji does, with all services and preprocessors. */
class MCommandTest {

	private static Context context;
	private static CommandService commands;

	@BeforeAll
	static void open() {
		context = new Context();
		commands = context.service(CommandService.class);
	}

	@AfterAll
	static void close() {
		context.dispose();
	}

	/** Hears what the task bar would. */
	public static final class TaskListener {

		private final List<Long> values = new ArrayList<>();
		private long maximum;
		private String status;
		private boolean done;

		@EventHandler
		public synchronized void onEvent(final TaskEvent event) {
			values.add(event.getTask().getProgressValue());
			maximum = event.getTask().getProgressMaximum();
			status = event.getTask().getStatusMessage();
			done = event.getTask().isDone();
		}
	}

	@Test
	void runsInAContextAndReportsToATask() throws Exception {
		final TaskListener listener = new TaskListener();
		final var subscriptions = context.service(EventService.class).subscribe(listener);
		final CommandModule module = commands.run(SampleCommand.class, true, "count", 10).get();
		assertFalse(subscriptions.isEmpty());
		assertEquals(55.0, module.getOutput("sum"));
		assertEquals(true, module.getOutput("versioned"));
		assertEquals(10, listener.maximum);
		assertEquals("Summing", listener.status);
		assertTrue(listener.values.contains(10L), "the last unit is reported: " + listener.values);
		assertTrue(listener.done, "the task ends with the command");
	}

	@Test
	void valuesNotGivenAreTheDeclaredOnes() throws Exception {
		commands.run(SampleCommand.class, true, "count", 2, "step", 2.0, "version", false).get();
		final CommandModule second = commands.run(SampleCommand.class, true, "count", 2).get();
		assertEquals(3.0, second.getOutput("sum"), "an earlier run leaves no traces");
		assertEquals(true, second.getOutput("versioned"));
	}

	@Test
	void scriptsAreCheckedLikeDialogs() {
		assertEquals("Count (--count) is 2000. Give a number from 1 to 1000.", failure("count", 2000).getMessage());
		assertEquals("Count (--count) is missing. Give it: How many numbers are summed, 100 % of them.", failure()
			.getMessage());
		assertEquals("The numbers ran out (list.txt, line 3). Add some.", failure("count", 2, "failure", "words").getMessage());
	}

	private static MException failure(final Object... inputs) {
		Throwable error = assertThrows(ExecutionException.class, () -> commands.run(SampleCommand.class, true, inputs).get());
		while (!(error instanceof MException)) {
			error = error.getCause();
		}
		return (MException) error;
	}

	@Test
	void cancelIsNoError() throws Exception {
		final CommandModule module = commands.run(SampleCommand.class, true, "count", 2, "failure", "cancel").get();
		assertTrue(module.isCanceled());
		assertNull(module.getCancelReason(), "whoever cancels needs no dialog that says so");
	}
}
