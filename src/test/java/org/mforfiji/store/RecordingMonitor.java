package org.mforfiji.store;

import java.util.ArrayList;
import java.util.List;

import org.mforfiji.base.Monitor;

/** Remembers what it was told. */
final class RecordingMonitor implements Monitor {

	final List<String> messages = new ArrayList<>();
	final List<String> warnings = new ArrayList<>();

	@Override
	public void message(final String line) {
		messages.add(line);
	}

	@Override
	public void warning(final String line) {
		warnings.add(line);
	}
}
