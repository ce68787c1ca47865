package org.mforfiji.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.LinearGrid4D;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.SymmetryGroup;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.population.Particle;
import org.mforfiji.population.TiltSeries;

/**
 * Errors of a refined population against the truth beside their predicted standard deviations, by kind of parameter. Where the
 * data do not determine a parameter the prior does, so that single nodes are compared too: of priors as wide as what was
 * planted, errors are as large as predicted also along gauges. The scale that all series share is that of the map, and is
 * taken off isotropic magnifications.
 */
final class PredictedErrors {

	private static final String ISOTROPIC = "magnification, isotropic (%)";

	/** One parameter: its error at the start, at the end, and what was predicted; σ 0 if it was left as it was. */
	private record Entry(double start, double end, double sigma) {}

	/** A series and its particles. */
	record State(Map<String, TiltSeries> series, List<Particle> particles) {}

	private final State truth;
	private final State start;
	private final State end;
	private final Map<String, List<Entry>> kinds = new LinkedHashMap<>();

	PredictedErrors(final State truth, final State start, final State end) {
		this.truth = truth;
		this.start = start;
		this.end = end;
	}

	/** Adds warps, stage angles and magnification of an item's file of errors. */
	void add(final String name, final Path file) {
		final StarFile star = StarFile.read(file);
		final TiltSeries is = truth.series().get(name), was = start.series().get(name), now = end.series().get(name);
		star.find("shared").ifPresent(block -> {
			for (int row = 0; row < block.rows(); row++) {
				final String[] words = block.text(row, "mffParameter").split("_");
				final Place place = new Place(block, row);
				final double be = value(is, words, place);
				note(kind(words), value(was, words, place) - be, value(now, words, place) - be, block.number(row, "mffSigma"));
			}
		});
	}

	/** Adds the defocus of an item's tilts from its files of errors, the last iteration first: a change that is not kept has no error of its own. */
	void addDefocus(final String name, final List<Path> files) {
		final TiltSeries is = truth.series().get(name), was = start.series().get(name), now = end.series().get(name);
		for (int tilt = 0; tilt < is.tilts(); tilt++) {
			double sigma = 0;
			for (final Path file : files)
				if (sigma == 0) sigma = StarFile.read(file).find("optics").map(block -> block.numbers("mffSigmaDefocus")).orElse(
					new double[is.tilts()])[tilt];
			note("defocus (µm)", was.centreDefocusUm(tilt) - is.centreDefocusUm(tilt), now.centreDefocusUm(tilt) - is.centreDefocusUm(
				tilt), sigma);
		}
	}

	/** Adds the poses of a species. */
	void add(final String species, final Path file, final SymmetryGroup group) {
		final StarFile star = StarFile.read(file);
		final StarBlock poses = star.block(species + "_particles"), images = star.block(species + "_projections");
		final double[] mean = new double[3];
		for (int row = 0; row < poses.rows(); row++) {
			final int p = poses.integer(row, "mffParticle") - 1;
			for (int c = 0; c < 3; c++)
				mean[c] += (end.particles().get(p).position(0)[c] - truth.particles().get(number(p)).position(0)[c]) / poses.rows();
		}
		for (int row = 0; row < poses.rows(); row++) {
			final int p = poses.integer(row, "mffParticle") - 1, number = number(p);
			final double[] be = truth.particles().get(number).position(0), from = start.particles().get(p).position(0), to = end
				.particles().get(p).position(0);
			final double[] turnFrom = turn(number, start.particles().get(p), group), turnTo = turn(number, end.particles().get(p),
				group);
			for (int c = 0; c < 3; c++) {
				final String axis = "XYZ".substring(c, c + 1);
				note(c == 2 ? "position along the beam, z (Å)" : "position x, y (Å)", from[c] - be[c], to[c] - be[c], poses.number(row, "mffSigma" + axis));
				if (c < 2) note("position x, y, less the mean of the series (Å)", from[c] - be[c], to[c] - be[c] - mean[c], poses.number(row,
					"mffSigma" + axis));
				note("rotation of particles (°)", turnFrom[c], turnTo[c], poses.number(row, "mffSigmaAngle" + axis));
			}
		}
		for (int row = 0; row < images.rows(); row++) {
			final int p = images.integer(row, "mffParticle") - 1, tilt = images.integer(row, "mffTilt") - 1;
			final double[] be = place(truth, truth.particles().get(number(p)), tilt), from = place(start, start.particles().get(p), tilt), to =
				place(end, end.particles().get(p), tilt);
			for (int c = 0; c < 2; c++)
				note("projected position (Å)", from[c] - be[c], to[c] - be[c], images.number(row, c == 0 ? "mffSigmaX" : "mffSigmaY"));
		}
	}

	private int number(final int p) {
		return (int) Double.parseDouble(end.particles().get(p).extra().getOrDefault("simParticle", Integer.toString(p)));
	}

	private static double[] place(final State state, final Particle particle, final int tilt) {
		final TiltSeriesGeometry geometry = state.series().get(particle.sourceName().replaceFirst("\\.tomostar$", "")).geometry();
		final TiltSeriesGeometry.Projection at = geometry.project(particle.positionAt(geometry.doseFractions()[tilt]), tilt);
		return new double[] { at.x(), at.y() };
	}

	/** Rotation in the tomogram from the true to the estimated orientation, degrees, up to symmetry. */
	private double[] turn(final int number, final Particle estimate, final SymmetryGroup group) {
		final double[] is = Rotations.fromEulerDeg(estimate.eulerDeg(0)), be = Rotations.fromEulerDeg(truth.particles().get(number)
			.eulerDeg(0));
		double[] best = null;
		double least = Double.POSITIVE_INFINITY;
		for (final double[] operator : group.operators()) {
			final double[] w = Rotations.log(Rotations.multiply(is, Rotations.transpose(Rotations.multiply(be, operator))));
			final double angle = Math.hypot(Math.hypot(w[0], w[1]), w[2]);
			if (angle >= least) continue;
			least = angle;
			best = w;
		}
		for (int c = 0; c < 3; c++)
			best[c] = Math.toDegrees(best[c]);
		return best;
	}

	/** A row's node. */
	private record Place(int time, int x, int y, int z) {

		Place(final StarBlock block, final int row) {
			this(block.integer(row, "mffTime") - 1, block.integer(row, "mffNodeX"), block.integer(row, "mffNodeY"), block.integer(row,
				"mffNodeZ"));
		}
	}

	private static String kind(final String[] words) {
		if (words[0].equals("magnification")) return words[1].equals("isotropic") ? ISOTROPIC : "magnification, anisotropic (%)";
		final boolean depth = words[0].equals("volumewarp") && words[1].equals("z");
		return Map.of("imagewarp", "image warp, nodes (Å)", "volumewarp", depth ? "volume warp z, nodes (Å)" : "volume warp x, y, nodes (Å)", "stageangle", "stage angles (°)").get(
			words[0]);
	}

	private double value(final TiltSeries series, final String[] words, final Place place) {
		final TiltSeriesGeometry g = series.geometry();
		final int axis = "xyz".indexOf(words[1]);
		return switch (words[0]) {
			case "imagewarp" -> node(axis == 0 ? g.movementX() : g.movementY(), image(words[1]), place);
			case "volumewarp" -> node(axis == 0 ? g.volumeWarpX() : axis == 1 ? g.volumeWarpY() : g.volumeWarpZ(), volume(), place);
			case "stageangle" -> node(axis == 0 ? g.angleX() : axis == 1 ? g.angleY() : g.angleZ(), null, place);
			default -> magnification(series.magnification(), words[1]);
		};
	}

	private static double magnification(final double[] m, final String which) {
		return which.equals("isotropic") ? 50 * (m[0] + m[3]) - 100 : which.equals("axes") ? 50 * (m[0] - m[3]) : 50 * (m[1] + m[2]);
	}

	/** The grid that was refined, which says where nodes are. */
	private CubicGrid image(final String axis) {
		final TiltSeriesGeometry g = end.series().values().iterator().next().geometry();
		return axis.equals("x") ? g.movementX() : g.movementY();
	}

	private LinearGrid4D volume() {
		return end.series().values().iterator().next().geometry().volumeWarpX();
	}

	private static double node(final CubicGrid grid, final CubicGrid refined, final Place place) {
		final int tilts = end(grid.nz());
		final double x = refined == null ? 0.5 : fraction(place.x, refined.nx()), y = refined == null ? 0.5 : fraction(place.y,
			refined.ny());
		return grid.value(x, y, tilts == 0 ? 0.5 : place.time / (double) tilts);
	}

	private static int end(final int nodes) {
		return nodes - 1;
	}

	private static double node(final LinearGrid4D grid, final LinearGrid4D refined, final Place place) {
		return grid.value(fraction(place.x, refined.nx()), fraction(place.y, refined.ny()), fraction(place.z, refined.nz()),
			fraction(place.time, refined.nw()));
	}

	private static double fraction(final int node, final int nodes) {
		return nodes == 1 ? 0.5 : node / (nodes - 1.0);
	}

	/** Notes one parameter. */
	void note(final String kind, final double before, final double after, final double sigma) {
		kinds.computeIfAbsent(kind, name -> new ArrayList<>()).add(new Entry(before, after, sigma));
	}

	/** Prints the table. */
	void print() {
		if (kinds.containsKey(ISOTROPIC)) kinds.compute(ISOTROPIC, (name, entries) -> withoutMean(entries));
		System.out.println("| parameter | number | error at the start, rms | error, rms | predicted | error over predicted, rms | median |\n" +
			"|---|---|---|---|---|---|---|");
		kinds.forEach((name, entries) -> {
			final List<Entry> kept = entries.stream().filter(e -> e.sigma > 0).toList();
			final double[] ratios = kept.stream().mapToDouble(e -> Math.abs(e.end) / e.sigma).sorted().toArray();
			System.out.printf(Locale.ROOT, "| %s | %s | %.3f | %.3f | %.3f | %.2f | %.2f |%n", name, kept.size() == entries.size() ? Integer.toString(
				kept.size()) : kept.size() + " of " + entries.size(), rms(entries.stream().mapToDouble(e -> e.start).toArray()), rms(entries
					.stream().mapToDouble(e -> e.end).toArray()), rms(kept.stream().mapToDouble(e -> e.sigma).toArray()), rms(ratios),
				ratios.length == 0 ? Double.NaN : ratios[ratios.length / 2] / 0.6745);
		});
	}

	private static List<Entry> withoutMean(final List<Entry> entries) {
		final double before = entries.stream().mapToDouble(Entry::start).average().orElse(0);
		final double after = entries.stream().mapToDouble(Entry::end).average().orElse(0);
		final double factor = Math.sqrt(entries.size() / Math.max(1, entries.size() - 1.0));
		return entries.stream().map(e -> new Entry(factor * (e.start - before), factor * (e.end - after), e.sigma)).toList();
	}

	private static double rms(final double[] values) {
		double sum = 0;
		for (final double value : values)
			sum += value * value;
		return Math.sqrt(sum / values.length);
	}
}
