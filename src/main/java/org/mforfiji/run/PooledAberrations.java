package org.mforfiji.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.mforfiji.refine.OddFit;
import org.mforfiji.refine.OddStatistics;

/**
 * Odd aberrations at the end of phase 1: a property of the microscope, fitted to the statistics of all items of a data source
 * together, which come from the journal, judged by those of held-out particles, and added to what each item has.
 */
final class PooledAberrations {

	private final RunContext run;
	private final List<String> notes;

	/** @param notes gets what was found */
	PooledAberrations(final RunContext run, final List<String> notes) {
		this.run = run;
		this.notes = notes;
	}

	/** Results with the aberrations in them. */
	Map<RunItem, RunJournal.Entry> apply(final Map<RunItem, RunJournal.Entry> refined) {
		final Map<String, List<RunItem>> groups = new LinkedHashMap<>();
		refined.keySet().forEach(item -> groups.computeIfAbsent(item.opticsGroup(), group -> new ArrayList<>()).add(item));
		final Map<RunItem, RunJournal.Entry> changed = new LinkedHashMap<>(refined);
		for (final List<RunItem> group : groups.values()) {
			run.monitor().checkCancelled();
			final List<OddStatistics> pool = new ArrayList<>(), jury = new ArrayList<>();
			for (final RunItem item : group)
				for (final OddStatistics one : run.journal().oddStatistics(item))
					OddFit.pool(one.isJury() ? jury : pool, List.of(one));
			pool.removeIf(Objects::isNull);
			jury.removeIf(Objects::isNull);
			if (pool.isEmpty()) continue;
			final OddFit.Result fit = OddFit.fit(pool, jury, run.options().refine().ctf());
			notes.add("Data source " + group.get(0).source() + ": " + fit.line());
			run.monitor().message(notes.get(notes.size() - 1));
			if (fit.changed()) group.forEach(item -> changed.put(item, refined.get(item).withOddChange(fit.zernike(), fit.zernikeSigma())));
		}
		run.moment("odd aberrations");
		return changed;
	}
}
