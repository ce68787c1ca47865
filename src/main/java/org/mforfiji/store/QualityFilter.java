package org.mforfiji.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

import org.mforfiji.io.warp.ItemQuality;
import org.mforfiji.io.warp.ItemQuality.CtfFit;
import org.mforfiji.io.warp.WarpSettings.Filter;

/**
 * Warp's quality filter. Astigmatism is judged by its distance from the mean over all items, in standard deviations; the
 * other values by the thresholds of the settings. The phase shift counts only where it was fitted, particle numbers only
 * where the settings name particle files and the item has one, the masked area only where it is known.
 */
final class QualityFilter {

	private static final double LEAST_DEVIATION_UM = 1e-4;
	private static final double DEVIATION_WITHOUT_ITEMS_UM = 0.1;

	/** What becomes of an item. */
	enum Group {
		PASSING, FILTERED, DESELECTED, UNPROCESSED
	}

	private final Filter thresholds;
	private final double meanX;
	private final double meanY;
	private final double deviation;

	/**
	 * @param all quality of all items, of which the mean astigmatism is taken
	 */
	QualityFilter(final Filter thresholds, final Collection<ItemQuality> all) {
		this.thresholds = thresholds;
		final List<double[]> vectors = all.stream().flatMap(item -> item.ctf().stream()).map(QualityFilter::astigmatism)
			.toList();
		meanX = vectors.stream().mapToDouble(v -> v[0]).average().orElse(0);
		meanY = vectors.stream().mapToDouble(v -> v[1]).average().orElse(0);
		final double variance = vectors.stream().mapToDouble(v -> squared(v[0] - meanX) + squared(v[1] - meanY)).average()
			.orElse(squared(DEVIATION_WITHOUT_ITEMS_UM));
		deviation = Math.max(LEAST_DEVIATION_UM, Math.sqrt(variance));
	}

	private static double[] astigmatism(final CtfFit fit) {
		final double angle = Math.toRadians(2 * fit.angleDeg());
		return new double[] { fit.deltaUm() * Math.cos(angle), fit.deltaUm() * Math.sin(angle) };
	}

	private static double squared(final double x) {
		return x * x;
	}

	/**
	 * @param particles number of particles of the item; negative if it has no file of them
	 */
	Group group(final ItemQuality item, final int particles) {
		if (item.manual().orElse(false)) return Group.DESELECTED;
		if (!item.processed()) return Group.UNPROCESSED;
		final boolean forcedIn = item.manual().isPresent();
		return forcedIn || passes(item, particles) ? Group.PASSING : Group.FILTERED;
	}

	private boolean passes(final ItemQuality item, final int particles) {
		final boolean ctf = item.ctf().map(this::passes).orElse(true);
		final boolean motion = item.meanMovement().map(movement -> movement <= thresholds.motionMax()).orElse(true);
		final boolean enough = particles < 0 || particles >= thresholds.particles().min();
		return ctf && motion && enough && item.maskPercent() <= thresholds.maskPercentMax();
	}

	private boolean passes(final CtfFit fit) {
		final double[] v = astigmatism(fit);
		final double distance = Math.hypot(v[0] - meanX, v[1] - meanY) / deviation;
		final boolean phase = !thresholds.phase().fitted() || fit.phasePi() >= thresholds.phase().min() && fit
			.phasePi() <= thresholds.phase().max();
		return fit.defocusUm() >= thresholds.defocusMinUm() && fit.defocusUm() <= thresholds.defocusMaxUm() &&
			distance <= thresholds.astigmatismMax() && fit.resolution() <= thresholds.resolutionMax() && phase;
	}

	/** Sorts items into groups. */
	ItemGroups groups(final Map<Path, ItemQuality> items, final ToIntFunction<Path> particles,
		final List<String> withoutMetadata)
	{
		final List<List<String>> names = new ArrayList<>();
		for (int i = 0; i < Group.values().length; i++)
			names.add(new ArrayList<>());
		items.forEach((file, quality) -> names.get(group(quality, particles.applyAsInt(file)).ordinal()).add(file.getFileName()
			.toString()));
		return new ItemGroups(names.get(0), names.get(1), names.get(2), names.get(3), withoutMetadata);
	}
}
