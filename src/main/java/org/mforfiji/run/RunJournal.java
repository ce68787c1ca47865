package org.mforfiji.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.population.Particle;
import org.mforfiji.refine.CtfResult;
import org.mforfiji.refine.GeometryBlocks;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.refine.ItemResult;
import org.mforfiji.refine.Judgement;
import org.mforfiji.refine.OddStatistics;
import org.mforfiji.refine.SharedBlock;
import org.mforfiji.store.ParticleTable;

/**
 * What a run has finished so far, in {@code refinement_temp/<run>} of the population's folder: one folder per refined item,
 * which appears complete by a rename, and checkpoints of sums over items. A run of the same data, poses and options goes on
 * from there after a kill. Results are always taken from here, so that an interrupted run ends with the same bits as one
 * that was not.
 */
final class RunJournal {

	private static final String FINGERPRINT = "fingerprint.star";
	private static final String REPORT = "report.star";
	private static final String ERRORS = "errors.star";

	private final Path temporary;
	private final Path folder;
	private final boolean resumed;

	private RunJournal(final Path temporary, final Path folder, final boolean resumed) {
		this.temporary = temporary;
		this.folder = folder;
		this.resumed = resumed;
	}

	/**
	 * Opens the journal of a run, new or begun before. Journals of runs whose data have changed since can never be gone on
	 * with and are removed; one that differs in options stays until some run is committed.
	 *
	 * @param temporary folder for journals
	 * @param fingerprint all that the results depend on
	 */
	static RunJournal open(final Path temporary, final RunFingerprint fingerprint, final Monitor monitor) {
		final Path folder = temporary.resolve(fingerprint.id());
		final boolean resumed = Files.exists(folder.resolve(FINGERPRINT));
		if (!resumed) RunFolders.write(folder, part -> fingerprint.write(part.resolve(FINGERPRINT)));
		else monitor.message("An interrupted run is gone on with: " + folder);
		for (final Path other : RunFolders.list(temporary))
			if (!other.equals(folder)) judge(other, fingerprint, monitor);
		return new RunJournal(temporary, folder, resumed);
	}

	private static void judge(final Path other, final RunFingerprint fingerprint, final Monitor monitor) {
		final Path file = other.resolve(FINGERPRINT);
		if (!Files.exists(file)) return;
		final RunFingerprint found;
		try {
			found = RunFingerprint.read(file);
		}
		catch (final MException damaged) {
			monitor.warning("The journal of an interrupted run is damaged and is removed: " + damaged.getMessage());
			RunFolders.delete(other);
			return;
		}
		final String why = String.join(", ", fingerprint.differences(found));
		if (fingerprint.hasDataOf(found)) {
			monitor.message("An interrupted run with other options is left alone (" + why + "): " + other +
				". The same options would go on with it");
			return;
		}
		monitor.message("An interrupted run cannot be gone on with, because something changed since (" + why +
			"): its journal is removed");
		RunFolders.delete(other);
	}

	/** Name of the run. */
	String id() {
		return folder.getFileName().toString();
	}

	/** Whether this run was begun before. */
	boolean isResumed() {
		return resumed;
	}

	/** Folder for the checkpoints of a phase. */
	Path sums(final String phase) {
		return folder.resolve("sums_" + phase);
	}

	private Path folder(final RunItem item) {
		return folder.resolve("items").resolve(item.key());
	}

	/** Whether an item's result is there. */
	boolean has(final RunItem item) {
		return Files.isDirectory(folder(item));
	}

	/** The item's error bars. */
	Path errors(final RunItem item) {
		return folder(item).resolve(ERRORS);
	}

	/**
	 * One item's journaled result.
	 *
	 * @param model refined imaging
	 * @param particles refined particles by species of the run; null for species that were not refined
	 * @param run how it went
	 * @param imaged the item with its refined contrast transfer; itself if that is as it was
	 * @param ctf what became of the contrast transfer, in a line; empty if it was not refined
	 * @param oddSigma standard deviations of M's odd Zernike coefficients, radians; empty if they are as they were
	 */
	record Entry(ImagingModel model, List<List<Particle>> particles, RunReport.ItemRun run, RunItem imaged,
		Optional<String> ctf, double[] oddSigma)
	{

		/** The same with other imaging. */
		Entry withModel(final ImagingModel other) {
			return new Entry(other, particles, run, imaged, ctf, oddSigma);
		}

		/** The same with odd aberrations changed; see {@link RunItem#withOddChange}. */
		Entry withOddChange(final double[] change, final double[] sigma) {
			return new Entry(model, particles, run, imaged.withOddChange(change), ctf, sigma);
		}
	}

	/** What an item says of odd aberrations. */
	List<OddStatistics> oddStatistics(final RunItem item) {
		return item.oddStatistics(folder(item));
	}

	/**
	 * An item's result as it is journaled.
	 *
	 * @param result of the refinement
	 * @param particles by species of the run; null for species that were not refined
	 * @param errors alike
	 * @param images number of its particle images, of all species
	 * @param ctf refined contrast transfer; empty if it was not refined
	 */
	record Outcome(ItemResult result, List<List<Particle>> particles, List<ItemResult.PoseErrors> errors, long images,
		Optional<CtfResult> ctf)
	{}

	/** Writes an item's result, complete or not at all. */
	void write(final RunItem item, final List<RunSpecies> species, final Outcome outcome) {
		RunFolders.write(folder(item), part -> {
			item.write(outcome.result.model(), part);
			for (int s = 0; s < species.size(); s++)
				if (outcome.particles.get(s) != null) ParticleTable.write(outcome.particles.get(s), part.resolve(table(s)));
			outcome.ctf.ifPresent(ctf -> item.write(ctf, part));
			ErrorTable.write(item, species, outcome, part.resolve(ERRORS));
			writeReport(outcome, part.resolve(REPORT));
		});
	}

	private static String table(final int species) {
		return "particles_" + species + ".star";
	}

	private static void writeReport(final Outcome outcome, final Path file) {
		final ItemResult.Report report = outcome.result.report();
		final StarBlock values = StarBlock.list("report").put("mffImages", Long.toString(outcome.images)).put("mffPasses",
			Integer.toString(report.passes())).put("mffSteps", Integer.toString(report.steps())).put("mffRejected", Integer
				.toString(report.rejected())).put("mffImprovement", Double.toString(report.improvement())).put("mffCoarseShiftA",
					Double.toString(report.coarseShiftA())).put("mffSeconds", Double.toString(report.seconds() + outcome.ctf.map(CtfResult::seconds).orElse(0.0)));
		outcome.ctf.ifPresent(ctf -> values.put("mffContrastTransfer", ctf.summary()));
		final StarBlock log = StarBlock.loop("log", "mffLine", "mffText");
		for (int i = 0; i < report.lines().size(); i++)
			log.addRow(Integer.toString(i + 1), report.lines().get(i));
		outcome.ctf.ifPresent(ctf -> ctf.lines().forEach(line -> log.addRow(Integer.toString(log.rows() + 1), line)));
		StarFile.of(values, log, JudgementTable.of(Stream.concat(report.judgements().stream(), outcome.ctf.stream().flatMap(
			ctf -> ctf.judgements().stream())).toList())).write(file);
	}

	/**
	 * Reads an item's result.
	 *
	 * @param before whether it was there before this run began
	 */
	Entry read(final RunItem item, final List<RunSpecies> species, final GeometryBlocks blocks, final boolean before) {
		final Path from = folder(item);
		try {
			final List<List<Particle>> particles = new ArrayList<>();
			int count = 0;
			for (int s = 0; s < species.size(); s++) {
				final Path table = from.resolve(table(s));
				count += item.members(s).length;
				particles.add(Files.exists(table) ? ParticleTable.read(table, species.get(s).species().temporalSamples()) : null);
			}
			final StarFile file = StarFile.read(from.resolve(REPORT));
			final StarBlock report = file.block("report");
			final List<Judgement> judgements = JudgementTable.read(file);
			return new Entry(item.read(blocks.without(SharedBlock.putBack(judgements)), from), particles, new RunReport.ItemRun(item.source(), item.name(), count, (long) report
				.number(0, "mffImages"), true, report.integer(0, "mffPasses"), report.integer(0, "mffSteps"), report.integer(0,
					"mffRejected"), report.number(0, "mffImprovement"), report.number(0, "mffCoarseShiftA"), report.number(0,
						"mffSeconds"), before, judgements), item.imagedAs(from), report.hasColumn("mffContrastTransfer") ? Optional.of(report.text(0,
							"mffContrastTransfer")) : Optional.empty(), new double[0]);
		}
		catch (final MException damaged) {
			throw new MException("The journal of an item is damaged: " + damaged.what(), from.toString(),
				"Delete this folder and run again; the item is then refined anew", damaged);
		}
	}

	/** Removes this journal and all others: with a commit the data have changed. */
	void delete() {
		for (final Path run : RunFolders.list(temporary))
			if (Files.exists(run.resolve(FINGERPRINT))) RunFolders.delete(run);
	}
}
