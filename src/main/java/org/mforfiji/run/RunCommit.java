package org.mforfiji.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.mforfiji.map.Reconstruction;
import org.mforfiji.population.Species;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.store.JointCommit;
import org.mforfiji.store.SpeciesContent;
import org.mforfiji.store.SpeciesFinish;
import org.mforfiji.store.SpeciesMaps;

/**
 * Makes the maps of all species, stages every result of a run, and commits them at once: maps, particles and properties of
 * the species, metadata of the items, settings, error bars and the report.
 */
final class RunCommit {

	private final RunContext run;
	private final ItemSource source;
	private final Path home;
	private final Path folder;

	/** @param folder folder that stays, for error bars and the report */
	RunCommit(final RunContext run, final ItemSource source, final Path folder) {
		this.run = run;
		this.source = source;
		home = source.home();
		this.folder = folder;
	}

	/**
	 * Commits.
	 *
	 * @param sums half-maps of all species, given up on the way
	 * @param poses of all species
	 * @param refined results of the items
	 * @param before resolutions before, by species
	 * @param report makes the report from the species' results
	 */
	RunReport commit(final HalfMapSums sums, final List<RefinedPoses> poses, final Map<RunItem, RunJournal.Entry> refined,
		final List<Optional<RunReport.Resolution>> before, final Function<List<RunReport.SpeciesResult>, RunReport> report)
	{
		final JointCommit commit = JointCommit.begin(home);
		try {
			final List<RunReport.SpeciesResult> results = new ArrayList<>();
			for (final RunSpecies kind : run.species()) {
				run.monitor().checkCancelled();
				final int s = kind.index();
				results.add(stage(kind, sums.reconstruct(s, run.parallel()), poses.get(s), before.get(s), commit));
				run.moment("staged species " + kind.species().name());
			}
			final Map<RunItem, ImagingModel> models = new LinkedHashMap<>();
			final Map<RunItem, RunItem> imaged = new LinkedHashMap<>();
			refined.forEach((item, entry) -> {
				models.put(item, entry.model());
				if (entry.imaged() != item) imaged.put(item, entry.imaged());
			});
			source.stage(models, imaged, commit);
			if (run.options().refine().refines()) source.stageSettings(StoredSettings.of(run.options().refine()), commit);
			final String name = home.relativize(folder).toString();
			refined.forEach((item, entry) -> ErrorTable.complete(run.journal().errors(item), entry.oddSigma(), commit.in(home).stage(
				name + "/" + item.key() + "_errors.star")));
			final RunReport made = report.apply(results);
			RunReportFile.write(made, commit.in(home).stage(name + "/report.star"));
			final Repetition repetition = run.options().repetition();
			if (repetition.isLast()) commit.in(home).remove(Repetition.NAME);
			else repetition.write(results, commit.in(home).stage(Repetition.NAME));
			run.monitor().checkCancelled();
			commit.publish(run.moments());
			return made;
		}
		catch (final RuntimeException e) {
			commit.abandon();
			throw e;
		}
	}

	private RunReport.SpeciesResult stage(final RunSpecies kind, final HalfMaps maps, final RefinedPoses poses,
		final Optional<RunReport.Resolution> before, final JointCommit commit)
	{
		final Reconstruction.Result[] halves = maps.halves();
		final SpeciesFinish.Finished finished = new HalfMapAnalysis(run.parallel()).finish(kind.species().withParticles(poses
			.particles()), new SpeciesMaps(halves[0].map(), halves[1].map(), kind.mask()), maps.curves(), maps.curves()
				.resolution());
		final SpeciesContent content = finished.content().withMap("half1", halves[0].map()).withMap("half2", halves[1].map());
		final Species committed = source.stage(finished.species(), content, commit);
		final int reconstructed = run.items().stream().filter(run::reconstructs).mapToInt(item -> item.members(kind
			.index()).length).sum();
		return new RunReport.SpeciesResult(kind.species().name(), kind.species().guid(), reconstructed, poses.moved(), maps
			.images(), kind.aligns() && run.options().refine().refines(), before, kind.species().globalResolution(), RunReport.Resolution.of(maps.curves()), finished.species()
				.globalBFactor(), poses.gauge().stream().map(g -> new RunReport.Gauge(g.shiftA(), g.angleDeg())).toList(), committed
					.version(), committed.previousVersion());
	}
}
