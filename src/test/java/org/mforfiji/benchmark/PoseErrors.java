package org.mforfiji.benchmark;

import java.nio.file.Path;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.population.Species;
import org.mforfiji.population.Population;
import org.mforfiji.simulate.TruthErrors;
import org.mforfiji.store.PopulationStore;

/** Prints how far populations made of a simulated project are from its truth: places and orientations in all images. */
public final class PoseErrors {

	private PoseErrors() {}

	/**
	 * Prints a line for each population.
	 *
	 * @param args project folder of {@code m simulate}, then files of populations
	 */
	public static void main(final String[] args) {
		if (args.length < 2) throw new MException("At least two arguments are needed, not " + args.length, "PoseErrors",
			"Give the simulated project and the files of populations");
		try (Parallel parallel = Parallel.allProcessors()) {
			final BenchmarkProject project = new BenchmarkProject(Path.of(args[0]), parallel);
			for (int i = 1; i < args.length; i++) {
				final Population population = PopulationStore.load(Path.of(args[i]));
				final Species species = population.species().get(0);
				final TruthErrors errors = project.errors(population);
				System.out.printf("%s: %.2f Å, %d samples, %s%n", args[i], species.globalResolution(), species.temporalSamples(), errors);
			}
		}
	}
}
