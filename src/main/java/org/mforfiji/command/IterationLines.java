package org.mforfiji.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.mforfiji.run.RunReport;

/** An iteration in lines of text. */
final class IterationLines {

	private IterationLines() {}

	static List<String> of(final RunReport report) {
		final List<String> lines = new ArrayList<>();
		report.notes().forEach(lines::add);
		report.items().forEach(item -> lines.add(item(item)));
		for (final RunReport.SpeciesResult s : report.species())
			lines.add(String.format(Locale.ROOT,
				"%s: %s -> %.2f Å (within the mask, uncorrected %.2f Å; whole maps %.2f Å), B-factor %.0f Å², %d particles, %d images%s", s
					.name(), SpeciesOutcome.resolution(s.resolutionBefore()), s.after().corrected(), s.after().masked(), s.after()
						.unmasked(), s.bFactor(), s.particles(), s.images(), report.refined() && !s
						.aligned() ? ", left out of alignment" : ""));
		final RunReport.Totals t = report.totals();
		lines.add(String.format(Locale.ROOT,
			"%s: %d items refined, %d passes, %.1f s (references %.1f, refinement %.1f, reconstruction %.1f), memory %.2f GB planned, %.2f GB at most",
			report.engine(), t.refinedItems(), t.passes(), t.seconds(), t.referenceSeconds(), t.refinementSeconds(), t
				.reconstructionSeconds(), t.plannedBytes() / 1e9, t.peakBytes() / 1e9));
		return lines;
	}

	private static String item(final RunReport.ItemRun item) {
		if (!item.refined()) return String.format(Locale.ROOT, "%s: %d particles, %d images, not refined", item.item(), item
			.particles(), item.images());
		return String.format(Locale.ROOT,
			"%s: %d particles, %d images, %d passes, %d steps, %d taken back, gain %.1f, coarse shift %.1f Å, %.1f s%s", item.item(),
			item.particles(), item.images(), item.passes(), item.steps(), item.rejected(), item.improvement(), item.coarseShiftA(),
			item.seconds(), item.resumed() ? ", from the journal" : "");
	}
}
