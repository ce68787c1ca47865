package org.mforfiji.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import org.mforfiji.base.MException;
import org.mforfiji.io.AtomicFile;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.warp.DataHash;
import org.mforfiji.population.Particle;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.refine.ItemResult;
import org.mforfiji.store.ParticleTable;

/**
 * What a run has finished so far, in {@code refinement_temp/<run>} of the population's folder: one folder per refined item,
 * which appears complete by a rename. A run of the same data, poses and options goes on from there after a kill. Results are
 * always taken from here, so that an interrupted run ends with the same bits as one that was not.
 */
final class RunJournal {

	private static final String FINGERPRINT = "fingerprint.txt";
	private static final String REPORT = "report.properties";

	private final Path folder;
	private final String id;
	private final GridSize warp;
	private final boolean resumed;

	private RunJournal(final Path folder, final String id, final GridSize warp, final boolean resumed) {
		this.folder = folder;
		this.id = id;
		this.warp = warp;
		this.resumed = resumed;
	}

	/**
	 * Opens the journal of a run, new or begun before. Journals of other runs in the folder are of no use any more and go.
	 *
	 * @param temporary folder for journals
	 * @param fingerprint all that the results depend on
	 * @param warp grid of the image warp that is refined
	 */
	static RunJournal open(final Path temporary, final Map<String, String> fingerprint, final GridSize warp) {
		final StringBuilder text = new StringBuilder();
		fingerprint.forEach((name, value) -> text.append(name).append(" = ").append(value).append('\n'));
		final String id = "run_" + DataHash.ofText(text.toString()).substring(0, 12);
		final Path folder = temporary.resolve(id);
		try {
			final boolean there = Files.exists(folder.resolve(FINGERPRINT));
			if (!there) deleteChildren(temporary);
			Files.createDirectories(folder);
			if (!there) AtomicFile.write(folder.resolve(FINGERPRINT), channel -> channel.write(StandardCharsets.UTF_8.encode(text
				.toString())));
			return new RunJournal(folder, id, warp, there);
		}
		catch (final IOException e) {
			throw FileErrors.writing(folder, e);
		}
	}

	String id() {
		return id;
	}

	/** Whether this run was begun before. */
	boolean isResumed() {
		return resumed;
	}

	private Path folder(final RunItem item) {
		return folder.resolve("items").resolve(item.key());
	}

	/** Whether an item's result is there. */
	boolean has(final RunItem item) {
		return Files.isDirectory(folder(item));
	}

	/**
	 * One item's journaled result.
	 *
	 * @param model refined imaging
	 * @param particles refined particles by species of the run; null for species that were not refined
	 * @param run how it went
	 */
	record Entry(ImagingModel model, List<List<Particle>> particles, RunReport.ItemRun run) {}

	/** Writes an item's result, particles by species of the run (null where not refined), complete or not at all. */
	void write(final RunItem item, final ItemResult result, final List<List<Particle>> particles, final List<ItemResult.PoseErrors> errors) {
		final Path target = folder(item), part = target.resolveSibling(target.getFileName() + ".part");
		try {
			deleteTree(part);
			Files.createDirectories(part);
			item.write(result.model(), part);
			for (int s = 0; s < particles.size(); s++) {
				if (particles.get(s) == null) continue;
				ParticleTable.write(particles.get(s), part.resolve("particles_" + s + ".star"));
				ErrorTable.write(errors.get(s), part.resolve("errors_" + s + ".star"));
			}
			writeReport(result.report(), part.resolve(REPORT));
			Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final IOException e) {
			throw FileErrors.writing(part, e);
		}
	}

	private static void writeReport(final ItemResult.Report report, final Path file) throws IOException {
		final Properties lines = new Properties();
		lines.setProperty("passes", Integer.toString(report.passes()));
		lines.setProperty("steps", Integer.toString(report.steps()));
		lines.setProperty("rejected", Integer.toString(report.rejected()));
		lines.setProperty("improvement", Double.toString(report.improvement()));
		lines.setProperty("coarseShiftA", Double.toString(report.coarseShiftA()));
		lines.setProperty("seconds", Double.toString(report.seconds()));
		lines.setProperty("log", String.join("\n", report.lines()));
		try (var out = Files.newOutputStream(file)) {
			lines.store(out, null);
		}
	}

	/** Reads an item's result. */
	Entry read(final RunItem item, final int species, final long images, final boolean before) {
		final Path from = folder(item);
		final List<List<Particle>> particles = new ArrayList<>();
		int count = 0;
		for (int s = 0; s < species; s++) {
			final Path table = from.resolve("particles_" + s + ".star");
			final List<Particle> old = item.particles(s);
			count += old.size();
			particles.add(Files.exists(table) ? ParticleTable.read(table, old.get(0).samples()) : null);
		}
		final Properties lines = new Properties();
		try (var in = Files.newInputStream(from.resolve(REPORT))) {
			lines.load(in);
		}
		catch (final IOException e) {
			throw FileErrors.reading(from.resolve(REPORT), e);
		}
		try {
			return new Entry(item.read(warp, from), particles, new RunReport.ItemRun(item.source(), item.name(), count, images, true,
				Integer.parseInt(lines.getProperty("passes")), Integer.parseInt(lines.getProperty("steps")), Integer.parseInt(lines
					.getProperty("rejected")), Double.parseDouble(lines.getProperty("improvement")), Double.parseDouble(lines
						.getProperty("coarseShiftA")), Double.parseDouble(lines.getProperty("seconds")), before));
		}
		catch (final NumberFormatException | NullPointerException broken) {
			throw new MException("The journal of an item is damaged", from.toString(), "Delete this folder and run again", broken);
		}
	}

	/** Copies the error bars of every item to a folder that stays. */
	void keepErrors(final Path kept) {
		final Path items = folder.resolve("items");
		if (!Files.isDirectory(items)) return;
		try (Stream<Path> files = Files.walk(items)) {
			for (final Path file : files.filter(f -> f.getFileName().toString().startsWith("errors_")).toList()) {
				final Path target = kept.resolve(items.relativize(file).toString());
				Files.createDirectories(target.getParent());
				Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
			}
		}
		catch (final IOException e) {
			throw FileErrors.writing(kept, e);
		}
	}

	/** Forgets the run: it is committed. */
	void delete() {
		try {
			deleteTree(folder);
		}
		catch (final IOException e) {
			throw FileErrors.writing(folder, e);
		}
	}

	private static void deleteChildren(final Path folder) throws IOException {
		if (!Files.isDirectory(folder)) return;
		try (Stream<Path> children = Files.list(folder)) {
			for (final Path child : children.filter(c -> c.getFileName().toString().startsWith("run_")).toList())
				deleteTree(child);
		}
	}

	private static void deleteTree(final Path root) throws IOException {
		if (!Files.exists(root)) return;
		try (Stream<Path> all = Files.walk(root)) {
			for (final Path path : all.sorted(Comparator.reverseOrder()).toList())
				Files.delete(path);
		}
	}
}
