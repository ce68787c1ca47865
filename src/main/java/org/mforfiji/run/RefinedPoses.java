package org.mforfiji.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mforfiji.population.Particle;

/**
 * All particles of a species after phase 1, the drift of its map taken out of those that were refined.
 *
 * @param particles all particles of the species, in their order
 * @param moved number of those that were refined
 * @param gauge the drift; empty if nothing was taken out
 */
record RefinedPoses(List<Particle> particles, int moved, Optional<MapGauge> gauge) {

	/**
	 * Collects them from the items' results.
	 *
	 * @param gauged whether the drift is taken out: not if references from elsewhere tell where the map is
	 */
	static RefinedPoses of(final RunSpecies kind, final Map<RunItem, RunJournal.Entry> refined, final boolean gauged) {
		final List<Particle> all = new ArrayList<>(kind.species().particles());
		final List<Particle> before = new ArrayList<>(), after = new ArrayList<>();
		final List<Integer> places = new ArrayList<>();
		refined.forEach((item, entry) -> {
			final List<Particle> moved = entry.particles().get(kind.index());
			if (moved == null) return;
			final int[] members = item.members(kind.index());
			for (int m = 0; m < members.length; m++) {
				places.add(members[m]);
				before.add(all.get(members[m]));
				after.add(moved.get(m));
			}
		});
		final MapGauge gauge = MapGauge.of(before, after, kind.group());
		final boolean remove = gauged && !places.isEmpty();
		for (int m = 0; m < places.size(); m++)
			all.set(places.get(m), remove ? gauge.remove(after.get(m)) : after.get(m));
		return new RefinedPoses(all, places.size(), remove ? Optional.of(gauge) : Optional.empty());
	}
}
