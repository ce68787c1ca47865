package org.mforfiji.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.SymmetryGroup;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.mrc.MrcHeader;
import org.mforfiji.io.relion.Microscope;
import org.mforfiji.io.relion.ParticleSeries;
import org.mforfiji.io.relion.RelionTilt;
import org.mforfiji.io.relion.RelionTomogram;
import org.mforfiji.io.relion.StackParticle;
import org.mforfiji.map.Masks;
import org.mforfiji.refine.RefineOptions;

/** What is looked at before a run over a particle series: options, tables, stacks, mask, references, and where results go. */
final class ParticleSeriesChecks {

	private static final int LEAST_PER_HALF = 2;
	private static final int SMALL_BOX = 24;
	/** Å by which the pixel size of a map's header may differ. */
	private static final double PIXEL_TOLERANCE = 0.02;

	private final ParticleSeriesInput input;
	private final RunOptions options;
	private final List<Finding> findings;
	private final String set;

	ParticleSeriesChecks(final ParticleSeriesInput input, final RunOptions options, final List<Finding> findings) {
		this.input = input;
		this.options = options;
		this.findings = findings;
		set = input.optimisationSet().toString();
	}

	/** @param threads of the run, for its memory */
	void run(final int threads) {
		options();
		output();
		final ParticleSeries series;
		try {
			series = ParticleSeries.read(input.optimisationSet());
		}
		catch (final MException fault) {
			findings.add(Finding.error("optimisation set", fault));
			return;
		}
		series.warnings().forEach(warning -> findings.add(Finding.warning(set, warning, "")));
		if (!images(series)) return;
		halfSets(series);
		series.particles().stream().map(StackParticle::tomogram).distinct().forEach(this::tomogram);
		new StackChecks(series, findings).run();
		maps(series);
		if (Preflight.errors(findings).isEmpty()) room(series, threads);
	}

	private void options() {
		final RefineOptions refine = options.refine();
		if (refine.blocks().any()) findings.add(Finding.error("options",
			"Geometry (image warp, volume warp, stage angles) cannot be refined on a particle series: its images show single particles, not whole tilts",
			"Refine poses only, or make a data source of the tilt series"));
		if (refine.subIterations() > 0 && !refine.refines()) findings.add(Finding.warning("options",
			"Nothing is to be refined: maps are only reconstructed", ""));
		if (options.externalReference() != input.reference().isPresent()) findings.add(options.externalReference() ? Finding
			.error("options", "There is no reference from elsewhere", "Give maps (--half1) and their resolution (--lowpass)") : Finding
				.info("options", "The given reference is not used"));
	}

	private void output() {
		final Path folder = input.output();
		if (Files.exists(folder) && !Files.isDirectory(folder)) findings.add(Finding.error(folder.toString(),
			"The output is a file, not a folder", "Give a folder"));
		else input.outputs().stream().filter(Files::exists).findFirst().ifPresent(there -> findings.add(Finding.error(folder
			.toString(), "The folder holds files that the results would replace: " + there.getFileName(), "Give another folder" +
				(Files.exists(input.results()) ? "; to go on from the results there, give " + input.results() + " as the optimisation set"
					: " or name"))));
		DiskRoom.requireWritable(folder, findings);
	}

	/** Size, pixel size and kind of images, which have to be one for all; false if nothing more can be looked at. */
	private boolean images(final ParticleSeries series) {
		final List<StackParticle> particles = series.particles();
		final String table = series.table().file().toString();
		final int before = Preflight.errors(findings).size();
		final Set<Integer> boxes = distinct(particles, p -> p.opticsGroup().images().size());
		final Set<Double> pixels = distinct(particles, p -> p.opticsGroup().pixelSizes().image());
		if (particles.stream().anyMatch(p -> p.opticsGroup().images().dimensions() == 3)) findings.add(Finding.error(table,
			"The particles are sub-tomograms, not stacks of tilt images", "Extract them as 2-D stacks"));
		if (boxes.contains(0)) findings.add(Finding.error(table, "The size of the particle images is not known",
			"Add rlnImageSize to data_optics"));
		if (pixels.stream().anyMatch(px -> !(px > 0))) findings.add(Finding.error(table,
			"The pixel size of the particle images is not known", "Add rlnImagePixelSize to data_optics"));
		if (boxes.size() > 1 || pixels.size() > 1) findings.add(Finding.error(table,
			"The optics groups differ in image size (" + boxes + " pixels) or pixel size (" + pixels + " Å)",
			"Extract all particles alike"));
		if (Preflight.errors(findings).size() > before) return false;
		box(boxes.iterator().next(), pixels.iterator().next(), table);
		particles.stream().map(StackParticle::opticsGroup).distinct().filter(g -> !g.aberrations().isNone()).forEach(
			g -> findings.add(Finding.warning(table + ", optics group " + g.number(),
				"Its beam tilt, Zernike aberrations and magnification are not corrected", "They matter at high resolution only")));
		return Preflight.errors(findings).size() == before;
	}

	private static <T> Set<T> distinct(final List<StackParticle> particles, final Function<StackParticle, T> of) {
		return particles.stream().map(of).collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private void box(final int box, final double pixelSize, final String table) {
		if (box % 2 != 0) findings.add(Finding.error(table, "The particle images have an odd edge of " + box + " pixels",
			"Extract the particles with an even box"));
		if (input.diameterA() > box * pixelSize) findings.add(Finding.error(table, "The diameter of " + input.diameterA() +
			" Å is larger than the images, " + box + " pixels of " + pixelSize + " Å", "Correct the diameter, or extract larger images"));
		else if (input.diameterA() > 0.8 * box * pixelSize) findings.add(Finding.warning(table, "The diameter of " + input
			.diameterA() + " Å fills the images of " + Math.round(box * pixelSize) + " Å, which leaves no room for the CTF",
			"Extract the particles with a box of about twice the diameter"));
		if (box < SMALL_BOX) findings.add(Finding.warning(table, "The images have only " + box + " pixels",
			"Extract with a finer pixel size"));
	}

	private void halfSets(final ParticleSeries series) {
		final String table = series.table().file().toString();
		final HalfSets halves = HalfSets.of(series);
		if (halves.drawn()) findings.add(Finding.warning(table, "It has no half-sets (rlnRandomSubset): " + halves.size(0) + " and " +
			halves.size(1) + " particles were assigned at random, the same in every run, and are kept in the new table", ""));
		for (int half = 0; half < 2; half++)
			if (halves.size(half) < LEAST_PER_HALF) findings.add(Finding.error(table, "Half-set " + (half + 1) + " has " + (halves.size(
				half) == 0 ? "no particle" : halves.size(half) + " particle") + ", at least " + LEAST_PER_HALF + " are needed",
				"Give more particles, or correct rlnRandomSubset"));
		final int least = options.refine().minParticles();
		final long small = series.particles().stream().collect(Collectors.groupingBy(p -> p.tomogram().name(), Collectors
			.counting())).values().stream().filter(n -> n < least).count();
		if (options.refine().refines() && small > 0) findings.add(Finding.info(table, small + " tomograms have fewer than " + least +
			" particles and are not refined"));
	}

	private void tomogram(final RelionTomogram tomogram) {
		final String where = set + ", tomogram " + tomogram.name();
		final Microscope microscope = tomogram.acquisition().microscope();
		if (Double.isNaN(microscope.voltageKv() + microscope.csMm() + microscope.amplitudeContrast())) findings.add(Finding.error(
			where, "Voltage, spherical aberration or amplitude contrast are not known",
			"Add rlnVoltage, rlnSphericalAberration and rlnAmplitudeContrast to data_global"));
		int used = 0;
		for (int t = 0; t < tomogram.tilts().size(); t++) {
			final RelionTilt tilt = tomogram.tilts().get(t);
			if (tilt.ctf().scale() != 0) used++;
			final double sum = tilt.ctf().defocusUA() + tilt.ctf().defocusVA() + tilt.ctf().angleDeg() + tilt.ctf().scale() + tilt
				.ctf().phaseShiftDeg() + tilt.exposureBefore();
			if (!Double.isFinite(sum)) findings.add(Finding.error(where + ", tilt " + (t + 1),
				"Its defocus, scale or exposure is no finite number", "Correct the table of tomograms"));
		}
		if (used == 0) findings.add(Finding.error(where, "None of its tilts is in use (rlnCtfScalefactor is 0)",
			"Correct the table of tomograms, or remove the tomogram's particles"));
		if (tomogram.tilts().stream().anyMatch(tilt -> tilt.deformation().length > 0)) findings.add(Finding.warning(where,
			"Its tilts have a deformation, which is not applied to the shifts of particles", "It matters for large shifts only"));
	}

	private void maps(final ParticleSeries series) {
		final int box = series.particles().get(0).opticsGroup().images().size();
		final double pixelSize = series.particles().get(0).opticsGroup().pixelSizes().image();
		if (SymmetryGroup.parse(input.symmetry()).hasImproper()) findings.add(Finding.info("symmetry", "Of the symmetry " + input
			.symmetry() + " the rotations are used, mirrors are not"));
		if (input.mask().isPresent()) {
			if (map("mask", input.mask().get(), box, pixelSize)) mask(input.mask().get());
		}
		else findings.add(Finding.info("mask", "None is given: a ball of the diameter serves"));
		input.reference().ifPresent(reference -> {
			map("reference", reference.half1(), box, pixelSize);
			if (!reference.half2().equals(reference.half1())) map("reference", reference.half2(), box, pixelSize);
			if (reference.resolution() < 2 * pixelSize) findings.add(Finding.error("reference", "Its resolution of " + reference
				.resolution() + " Å is beyond what " + pixelSize + " Å per pixel can show", "Give at least two pixels (--lowpass)"));
		});
	}

	private void mask(final Path file) {
		if (!Masks.isBinary(MrcFile.read(file))) findings.add(Finding.info("mask, " + file, "It is not binary and is cut at 0.25"));
		final double share = Masks.fraction(Masks.binarise(MrcFile.read(file), 0.25));
		if (share == 0 || share == 1) findings.add(Finding.error("mask, " + file, "It is " + (share == 0 ? "empty" : "full"),
			"Give a mask of the molecule, 1 inside and 0 outside"));
	}

	private boolean map(final String what, final Path file, final int box, final double pixelSize) {
		try {
			final MrcHeader header = MrcFile.readHeader(file);
			if (header.nx() != box || header.ny() != box || header.nz() != box) {
				findings.add(Finding.error(what + ", " + file, "It has " + header.nx() + "×" + header.ny() + "×" + header.nz() +
					" voxels, but the box of the images is " + box, "Rescale, pad or crop it to " + box + " voxels of " + pixelSize + " Å"));
				return false;
			}
			if (header.hasPixelSize() && Math.abs(header.pixelSize() - pixelSize) > PIXEL_TOLERANCE) findings.add(Finding.error(what +
				", " + file, "It has a pixel size of " + header.pixelSize() + " Å, the images of " + pixelSize + " Å",
				"Rescale it, or correct its header"));
			MrcFile.read(file);
			return true;
		}
		catch (final MException fault) {
			findings.add(Finding.error(what, fault));
			return false;
		}
	}

	private void room(final ParticleSeries series, final int threads) {
		final RunSubject subject = ParticleSeriesRun.subject(input, series);
		Preflight.memory(MemoryPlan.of(subject.source().items(), subject.species(), options, threads), options, findings);
		final int box = subject.species().get(0).box(), particles = series.particles().size();
		final DiskRoom room = new DiskRoom(findings);
		room.add(input.output(), DiskRoom.speciesBytes(box, particles) + DiskRoom.journalBytes(box, particles) + DiskRoom
			.errorBytes(series.visibleImages()));
		room.judge();
	}
}
