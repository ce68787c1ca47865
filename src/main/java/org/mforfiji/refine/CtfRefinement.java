package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.optics.Ctf;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;

/**
 * Refines the contrast transfer of a tilt series at refined poses. Every tilt is read once more and gives its
 * {@link CtfStatistics}; from them all parameters follow without the images ({@link CtfFit}). Images are compared with the
 * half-map of the other half-set, in which they have no share, so that noise is not taken for signal at the stored defocus.
 */
public final class CtfRefinement {

	private final TiltSeries series;
	private final CtfOptions options;
	private final Parallel parallel;
	private final Monitor monitor;

	/**
	 * @param series as it was when the images were cut out
	 * @param options what to refine
	 */
	public CtfRefinement(final TiltSeries series, final CtfOptions options, final Parallel parallel, final Monitor monitor) {
		this.series = series;
		this.options = options;
		this.parallel = parallel;
		this.monitor = monitor;
	}

	/**
	 * A species' part.
	 *
	 * @param number of the species in the run
	 * @param species the species
	 * @param input its particles at their refined poses, and their images
	 * @param reference its references
	 * @param heldOut per particle, whether it takes no part in the fit and judges it
	 */
	public record Share(int number, Species species, SpeciesInput input, SpeciesReference reference, boolean[] heldOut) {}

	/** Whether a species is good enough to take part. */
	public static boolean takesPart(final SpeciesReference reference, final CtfOptions options) {
		return reference.resolution() < options.minResolutionA();
	}

	/**
	 * Refines.
	 *
	 * @param model refined imaging
	 * @param shares species that take part, at least one
	 */
	public CtfResult refine(final TiltSeriesModel model, final List<Share> shares) {
		final long start = System.nanoTime();
		final List<CtfSpecies> species = new ArrayList<>();
		int jurors = 0;
		for (final Share share : shares) {
			species.add(new CtfSpecies(share, species.size(), series, model));
			for (final boolean held : share.heldOut())
				if (held) jurors++;
		}
		final Ctf optics = series.metadata().ctf();
		final CtfBasis basis = new CtfBasis(optics.wavelength());
		final Sums sums = sums(species, jurors > 0);
		final List<CtfObjective> tilts = objectives(basis, sums.fit);
		final double accumulated = (System.nanoTime() - start) / 1e9;
		final CtfFit.Result fit = new CtfFit(new CtfSeries(tilts, new CtfJury(objectives(basis, sums.jury), jurors), SeriesOptics
			.imported(series.metadata(), sharedAstigmatism()), series.metadata().dose(), optics.wavelength(), species.stream()
				.mapToDouble(CtfSpecies::highest).max().orElseThrow(), species.stream().mapToInt(CtfSpecies::band).toArray()), options,
			parallel).fit();
		final boolean changed = !fit.kept().isEmpty();
		final SeriesOptics before = SeriesOptics.of(series.metadata());
		final List<String> lines = new ArrayList<>();
		fit.lines().forEach(line -> lines.add("contrast transfer: " + line));
		fit.judgements().forEach(judgement -> lines.add("contrast transfer: " + judgement));
		lines.add(String.format(Locale.ROOT, "contrast transfer: statistics in %.1f s, fit in %.1f s", accumulated, (System
			.nanoTime() - start) / 1e9 - accumulated));
		return new CtfResult(changed ? before.changed(fit.theta(), sharedAstigmatism()) : before, changed, errors(fit, tilts),
			options.refinesSeries() ? summary(fit, tilts) : "odd aberrations measured", fit.judgements(), List.copyOf(lines), odd(
				shares, species, sums, basis, fit.theta()), (System.nanoTime() - start) / 1e9);
	}

	/** Whether the astigmatism's change is common to all tilts and kept apart from that of each. */
	private boolean sharedAstigmatism() {
		return options.zernike2() && !options.defocus();
	}

	private static List<CtfObjective> objectives(final CtfBasis basis, final List<List<CtfStatistics>> statistics) {
		return statistics.stream().map(tilt -> new CtfObjective(basis, tilt)).toList();
	}

	/** Statistics of the particles that are fitted and of those that judge: by tilt and, in it, by species that it shows. */
	private record Sums(List<List<CtfStatistics>> fit, List<List<CtfStatistics>> jury) {}

	private List<OddStatistics> odd(final List<Share> shares, final List<CtfSpecies> species, final Sums sums,
		final CtfBasis basis, final double[][] theta)
	{
		final List<OddStatistics> odd = new ArrayList<>();
		for (int s = 0; options.refinesOdd() && s < shares.size(); s++) {
			final CtfSpecies share = species.get(s);
			final OddStatistics.Rings rings = new OddStatistics.Rings(share.box(), share.pixelSize(), share.band());
			odd.add(OddStatistics.of(shares.get(s).number(), rings, basis, of(share, sums.fit), theta));
			if (!sums.jury.isEmpty()) odd.add(OddStatistics.of(shares.get(s).number(), rings, basis, of(share, sums.jury), theta)
				.asJury());
		}
		return odd;
	}

	/** Statistics of one species, null in tilts that do not show it. */
	private static List<CtfStatistics> of(final CtfSpecies species, final List<List<CtfStatistics>> statistics) {
		final List<CtfStatistics> own = new ArrayList<>();
		for (final List<CtfStatistics> tilt : statistics)
			own.add(tilt.stream().filter(one -> one.species() == species.index()).findFirst().orElse(null));
		return own;
	}

	private Sums sums(final List<CtfSpecies> species, final boolean judged) {
		final SeriesExtraction extraction = new SeriesExtraction(series, 0, parallel);
		final Sums sums = new Sums(new ArrayList<>(), new ArrayList<>());
		for (int t = 0; t < series.tilts(); t++) {
			monitor.checkCancelled();
			sums.fit.add(new ArrayList<>());
			if (judged) sums.jury.add(new ArrayList<>());
			Volume raw = null;
			for (final CtfSpecies share : species) {
				final List<Integer> fitted = share.images(t, false), held = share.images(t, true);
				if (fitted.isEmpty() && held.isEmpty()) continue;
				if (raw == null) raw = extraction.readTilt(t);
				final PreparedTilt tilt = PreparedTilt.of(raw, series.geometry().imageSize(), share.pixelSize(), share
					.box(), share.diameterA(), extraction.where(t));
				if (!fitted.isEmpty()) sums.fit.get(t).add(statistics(share, t, fitted, tilt));
				if (!held.isEmpty()) sums.jury.get(t).add(statistics(share, t, held, tilt));
			}
			monitor.progress(t + 1L, series.tilts());
		}
		return sums;
	}

	private CtfStatistics statistics(final CtfSpecies share, final int t, final List<Integer> images, final PreparedTilt tilt) {
		return new CtfAccumulation(share, series.ctf(t, series.centreDefocusUm(t)), series.envelope(t, true), new NoiseRings(tilt
			.noisePower(), share.box()), options.refinesOdd()).add(images, tilt, parallel).statistics();
	}

	private static List<CtfResult.TiltErrors> errors(final CtfFit.Result fit, final List<CtfObjective> tilts) {
		final List<CtfResult.TiltErrors> errors = new ArrayList<>();
		for (int t = 0; t < tilts.size(); t++) {
			if (tilts.get(t).isEmpty()) continue;
			final double[] sigma = fit.sigma()[t];
			errors.add(new CtfResult.TiltErrors(t, sigma[CtfBasis.DEFOCUS], sigma[CtfBasis.ASTIGMATISM_COS],
				sigma[CtfBasis.ASTIGMATISM_SIN], sigma[CtfBasis.PHASE], sigma[CtfBasis.CS]));
		}
		return errors;
	}

	private static String summary(final CtfFit.Result fit, final List<CtfObjective> tilts) {
		if (fit.kept().isEmpty()) return "no change of the contrast transfer was kept";
		final StringBuilder text = new StringBuilder("kept ").append(fit.kept().stream().map(CtfGroup::toString).collect(Collectors
			.joining(", "))).append(String.format(Locale.ROOT, " (log-likelihood %+.1f)", fit.improvement()));
		largest(text, "defocus", "µm", CtfBasis.DEFOCUS, fit, tilts);
		largest(text, "astigmatism", "µm", CtfBasis.ASTIGMATISM_COS, fit, tilts);
		largest(text, "phase shift", "π", CtfBasis.PHASE, fit, tilts);
		largest(text, "spherical aberration", "mm", CtfBasis.CS, fit, tilts);
		return text.toString();
	}

	private static void largest(final StringBuilder text, final String name, final String unit, final int term,
		final CtfFit.Result fit, final List<CtfObjective> tilts)
	{
		double largest = 0, sum = 0;
		int count = 0;
		for (int t = 0; t < tilts.size(); t++) {
			if (tilts.get(t).isEmpty() || !(fit.sigma()[t][term] > 0)) continue;
			final double[] theta = fit.theta()[t];
			largest = Math.max(largest, term == CtfBasis.ASTIGMATISM_COS ? Math.hypot(theta[term], theta[term + 1]) : Math.abs(
				theta[term]));
			sum += fit.sigma()[t][term];
			count++;
		}
		if (count > 0) text.append(String.format(Locale.ROOT, "; %s changed by up to %.4f %s, mean σ %.4f", name, largest, unit, sum /
			count));
	}
}
