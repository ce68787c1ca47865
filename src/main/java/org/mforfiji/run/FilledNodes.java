package org.mforfiji.run;

import java.util.ArrayList;
import java.util.List;

import org.mforfiji.refine.GridSize;

/** Nodes of a grid over the tomogram, those without particles as the nearest that has some. */
final class FilledNodes {

	private FilledNodes() {}

	static List<FittedWeight> of(final List<FittedWeight> nodes, final GridSize size) {
		final List<FittedWeight> filled = new ArrayList<>();
		for (int i = 0; i < nodes.size(); i++)
			filled.add(nodes.get(i).measured() ? nodes.get(i) : nodes.get(i).like(nearest(nodes, i, size.width())));
		return filled;
	}

	private static FittedWeight nearest(final List<FittedWeight> nodes, final int i, final int width) {
		FittedWeight nearest = nodes.get(i);
		double least = Double.POSITIVE_INFINITY;
		for (int j = 0; j < nodes.size(); j++) {
			final double distance = Math.hypot(j % width - i % width, j / width - i / width);
			if (!nodes.get(j).measured() || distance >= least) continue;
			least = distance;
			nearest = nodes.get(j);
		}
		return nearest;
	}
}
