package org.mforfiji.benchmark;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.command.CommandCatalog;
import org.mforfiji.command.cli.Shell;
import org.mforfiji.map.FscCurves;
import org.mforfiji.map.FscStar;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.simulate.TruthErrors;
import org.mforfiji.store.PopulationStore;
import org.mforfiji.store.SpeciesStore;

/**
 * The stages of M's reference run on apoferritin (EMPIAR-10491), by the commands that a user types, on a simulated project: the
 * resolution after each, and what is left of the errors. See docs/benchmarks.md.
 */
public final class WorkflowBenchmark {

	private static final String CTF = " --ctf_minresolution ";

	/** A stage: its name and its commands; {@code GRID}, {@code RESOLUTION} and {@code SPECIES} stand for what is given. */
	private record Stage(String name, List<String> commands) {

		private static Stage of(final String name, final String... commands) {
			return new Stage(name, List.of(commands));
		}
	}

	private static final List<Stage> STAGES = List.of(
		Stage.of("0 check", "refine --iter 0"),
		Stage.of("1 warp, poses, defocus", "refine --refine_imagewarp GRID --refine_particles --ctf_defocus --ctf_defocusexhaustive" + CTF +
			"RESOLUTION"),
		Stage.of("2 the same again", "refine --refine_imagewarp GRID --refine_particles --ctf_defocus" + CTF + "RESOLUTION"),
		Stage.of("3 + stage angles", "refine --refine_imagewarp GRID --refine_particles --refine_stageangles"),
		Stage.of("4 + magnification, Cs, Zernike 3",
			"refine --refine_imagewarp GRID --refine_particles --refine_stageangles --refine_mag --ctf_cs --ctf_defocus --ctf_zernike3" + CTF +
				"RESOLUTION"),
		Stage.of("5 weights of series", "estimate_weights -s series --resolve_items", "reconstruct"),
		Stage.of("6 weights of tilts, poses", "estimate_weights -s series --resolve_frames", "refine --refine_particles"),
		Stage.of("7 two poses per particle, all", "resample_trajectories -s SPECIES --samples 2",
			"refine --refine_imagewarp GRID --refine_particles --refine_stageangles --refine_mag --ctf_cs --ctf_defocus --ctf_zernike3" + CTF +
				"RESOLUTION"));

	private final BenchmarkProject project;
	private final Path work;
	private final String grid;
	private final String resolution;
	private final PrintStream table = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

	private WorkflowBenchmark(final String[] args, final Parallel parallel) {
		project = new BenchmarkProject(Path.of(args[0]), parallel);
		work = Path.of(args[1]);
		grid = args[2];
		resolution = args[3];
	}

	/**
	 * Runs the stages and prints the table as it grows; the programs' own words go to {@code log.txt} in the folder.
	 *
	 * @param args project folder of {@code m simulate}, folder for the work (new), grid of the image warp, resolution in Å from
	 *          which on the contrast transfer is refined, and, optionally, the first and the last stage: a first after 0 goes on in the
	 *          folder
	 */
	public static void main(final String[] args) throws Exception {
		if (args.length < 4) throw new MException("Four arguments are needed, not " + args.length, "WorkflowBenchmark",
			"Give project, work folder, grid as WxH and the resolution for the contrast transfer");
		final int first = args.length > 4 ? Integer.parseInt(args[4]) : 0, last = args.length > 5 ? Integer.parseInt(args[5]) : STAGES.size() - 1;
		if (first == 0 && Files.exists(Path.of(args[1]))) throw new MException("The folder exists", args[1],
			"Name a new one, or remove it");
		try (Parallel parallel = Parallel.allProcessors()) {
			new WorkflowBenchmark(args, parallel).run(first, last);
		}
	}

	private void run(final int first, final int last) throws Exception {
		if (first == 0) project.population(work, false);
		table.println("| stage | FSC 0.5, Å | FSC 0.143, Å | position, Å | angle | CPU s |");
		table.println("|---|---|---|---|---|---|");
		try (PrintStream log = new PrintStream(new FileOutputStream(work.resolve("log.txt").toFile(), true), true,
			StandardCharsets.UTF_8))
		{
			for (final Stage stage : STAGES.subList(first, last + 1)) {
				final double before = cpuSeconds();
				for (final String command : stage.commands)
					call(command, log);
				print(stage.name, work, cpuSeconds() - before);
			}
			if (last < STAGES.size() - 1) return;
			project.population(work.resolve("true"), true);
			new Shell(CommandCatalog.discover(), log, log, false).run("reconstruct", "-p", work.resolve(
				"true/population/benchmark.population").toString());
			print("true parameters", work.resolve("true"), 0);
		}
	}

	private void call(final String command, final PrintStream log) {
		final Population population = population(work);
		final String[] words = command.replace("GRID", grid).replace("RESOLUTION", resolution).replace("SPECIES", project.species()).split(" ");
		final String[] args = Stream.of(Stream.of(words), Stream.of("-p", population.file().toString())).flatMap(s -> s).toArray(
			String[]::new);
		log.println("\n> m " + String.join(" ", args));
		final int code = new Shell(CommandCatalog.discover(), log, log, false).run(args);
		if (code != Shell.DONE) throw new MException("The command ended with " + code, Arrays.toString(args), "See " + work.resolve(
			"log.txt"));
	}

	private static Population population(final Path folder) {
		return PopulationStore.load(folder.resolve("population/benchmark.population"));
	}

	private static double cpuSeconds() {
		return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
	}

	private void print(final String name, final Path folder, final double seconds) {
		final Population population = population(folder);
		final Species species = population.species().get(0);
		final FscCurves fsc = FscStar.read(SpeciesStore.file(species, "_fsc.star"));
		final double length = fsc.box() * fsc.pixelSize();
		final TruthErrors errors = project.errors(population);
		table.printf(Locale.ROOT, "| %s | %.2f | %.2f | %.2f | %.2f° | %.0f |%n", name, length / FscCurves.crossing(fsc.corrected(), 0.5),
			species.globalResolution(), errors.positionRmsInFrameA(), errors.angleRmsInFrameDeg(), seconds);
	}
}
