package org.mforfiji.run;

import java.nio.file.Path;
import java.util.Locale;

import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;

/** The report of a run as a STAR file of our own, {@code report.star}, which stays beside the error bars of its items. */
final class RunReportFile {

	private RunReportFile() {}

	static void write(final RunReport report, final Path file) {
		StarFile.of(run(report), species(report), items(report), JudgementTable.of(report), notes(report)).write(file);
	}

	private static StarBlock run(final RunReport report) {
		final RunReport.Totals t = report.totals();
		return StarBlock.list("run").put("mffRun", report.runId()).put("mffEngine", report.engine()).put("mffRefined", String
			.valueOf(report.refined())).put("mffRefinedItems", String.valueOf(t.refinedItems())).put("mffResumedItems", String
				.valueOf(t.resumedItems())).put("mffPasses", String.valueOf(t.passes())).put("mffImprovement", text(t.improvement()))
			.put("mffReferenceSeconds", text(t.referenceSeconds())).put("mffRefinementSeconds", text(t.refinementSeconds())).put(
				"mffReconstructionSeconds", text(t.reconstructionSeconds())).put("mffSeconds", text(t.seconds())).put(
					"mffPlannedBytes", String.valueOf(t.plannedBytes())).put("mffPeakBytes", String.valueOf(t.peakBytes()));
	}

	private static StarBlock species(final RunReport report) {
		final StarBlock block = StarBlock.loop("species", "mffSpeciesName", "mffSpeciesGuid", "mffParticles",
			"mffRefinedParticles", "mffImages", "mffAligned", "mffResolutionBefore", "mffResolution", "mffResolutionMasked",
			"mffResolutionUnmasked", "mffBFactor", "mffGaugeShiftA", "mffGaugeAngleDeg", "mffVersion", "mffPreviousVersion");
		for (final RunReport.SpeciesResult s : report.species())
			block.addRow(s.name(), s.guid().toString(), String.valueOf(s.particles()), String.valueOf(s.refinedParticles()), String
				.valueOf(s.images()), String.valueOf(s.aligned()), text(s.resolutionBefore()), text(s.after()
					.corrected()), text(s.after().masked()), text(s.after().unmasked()), text(s.bFactor()), text(s.gauges().stream()
						.mapToDouble(RunReport.Gauge::shiftA).max().orElse(0)), text(s.gauges().stream().mapToDouble(
							RunReport.Gauge::angleDeg).max().orElse(0)), s.version(), s.previousVersion());
		return block;
	}

	private static StarBlock items(final RunReport report) {
		final StarBlock block = StarBlock.loop("items", "mffSourceName", "mffItemName", "mffParticles", "mffImages", "mffRefined",
			"mffPasses", "mffSteps", "mffRejected", "mffImprovement", "mffCoarseShiftA", "mffSeconds", "mffResumed");
		for (final RunReport.ItemRun i : report.items())
			block.addRow(i.source(), i.item(), String.valueOf(i.particles()), String.valueOf(i.images()), String.valueOf(i
				.refined()), String.valueOf(i.passes()), String.valueOf(i.steps()), String.valueOf(i.rejected()), text(i
					.improvement()), text(i.coarseShiftA()), text(i.seconds()), String.valueOf(i.resumed()));
		return block;
	}

	private static StarBlock notes(final RunReport report) {
		final StarBlock block = StarBlock.loop("notes", "mffLine", "mffText");
		for (int i = 0; i < report.notes().size(); i++)
			block.addRow(String.valueOf(i + 1), report.notes().get(i));
		return block;
	}

	private static String text(final double value) {
		return String.format(Locale.ROOT, "%.4f", value);
	}
}
