package org.mforfiji.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.Engine;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.ParticleSeries;
import org.mforfiji.map.Masks;
import org.mforfiji.population.Species;
import org.mforfiji.store.JointCommit;

/**
 * One iteration over a particle series of RELION 5 or WarpTools, 2-D stacks without whole tilt images: as
 * {@link RefinementRun} over the tilt series of a population, with poses only, and with results in one folder. The folder
 * gets {@code <name>_half1.mrc}, {@code _half2}, {@code _filt}, {@code _filtsharp}, {@code _mask}, {@code _fsc.star},
 * {@code _particles.star}, {@code _optimisation_set.star}, and {@code refinement/} with the report and error bars.
 */
public final class ParticleSeriesRun {

	private static final double INSIDE = 0.25;

	private ParticleSeriesRun() {}

	/** All findings on a run; nothing is written. */
	public static List<Finding> check(final ParticleSeriesInput input, final RunOptions options, final int threads) {
		final List<Finding> findings = new ArrayList<>();
		new ParticleSeriesChecks(input, options, findings).run(threads);
		return List.copyOf(findings);
	}

	/**
	 * Runs one iteration and commits it.
	 *
	 * @param options what to do; whether references come from elsewhere is told by the input
	 * @throws MException if something is missing or wrong; nothing is changed then
	 */
	public static RunReport run(final ParticleSeriesInput input, final RunOptions options, final Engine engine,
		final Parallel parallel, final Monitor monitor)
	{
		return run(input, options, engine, parallel, monitor, moment -> {});
	}

	/** As the other, telling the moments at which a kill could come. */
	static RunReport run(final ParticleSeriesInput input, final RunOptions options, final Engine engine,
		final Parallel parallel, final Monitor monitor, final Consumer<String> moments)
	{
		JointCommit.recover(input.output());
		monitor.step("Checks");
		final List<Finding> findings = check(input, options, parallel.threads());
		Preflight.stopOnErrors(findings);
		try {
			Files.createDirectories(input.output());
		}
		catch (final IOException e) {
			throw FileErrors.writing(input.output(), e);
		}
		return RefinementRun.run(input.output(), () -> subject(input, ParticleSeries.read(input.optimisationSet())), findings,
			options, new RefinementRun.Machine(engine, parallel, monitor, moments));
	}

	/** Whether this very run was finished before and its results are there. */
	public static boolean isFinished(final ParticleSeriesInput input, final RunOptions options) {
		JointCommit.recover(input.output());
		if (!Files.exists(input.results())) return false;
		final RunSubject subject = subject(input, ParticleSeries.read(input.optimisationSet()));
		final String run = RunFingerprint.of(subject.species(), subject.source(), options).id();
		return RunFolders.list(input.output().resolve("refinement")).stream().anyMatch(folder -> folder.getFileName().toString()
			.endsWith("_" + run));
	}

	static RunSubject subject(final ParticleSeriesInput input, final ParticleSeries series) {
		final Species species = ParticleSeriesItems.species(input, series);
		final Volume mask = mask(input, series);
		final List<Path> references = input.reference().map(r -> List.of(r.half1(), r.half2())).orElse(List.of());
		return new RunSubject(List.of(new RunSpecies(0, species, mask, species.symmetryGroup(), true, references)),
			ParticleSeriesItems.of(input, series, species, mask));
	}

	/** The mask, 0 and 1, in the box of the images; a ball of the diameter if none is given. */
	private static Volume mask(final ParticleSeriesInput input, final ParticleSeries series) {
		final int box = series.particles().get(0).opticsGroup().images().size();
		final double pixelSize = series.particles().get(0).opticsGroup().pixelSizes().image();
		if (input.mask().isEmpty()) return Masks.binarise(Masks.sphere(box, Math.min(input.diameterA() / 2 / pixelSize, box /
			2 - 2), 1), 0.5).withPixelSize(pixelSize);
		final Volume mask = MrcFile.read(input.mask().get());
		return (Masks.isBinary(mask) ? mask : Masks.binarise(mask, INSIDE)).withPixelSize(pixelSize);
	}
}
