package org.mforfiji.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.mforfiji.base.MException;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.SymmetryGroup;

/**
 * Turns an oligomer so that its symmetry axes stand where RELION and M expect them (for example Dn: n-fold along z,
 * 2-fold along x). The operators are found in the model itself: equal chains are superposed on each other.
 */
final class SymmetryAxes {

	private static final double TOLERANCE_DEG = 3;
	private static final int FEWEST_RESIDUES = 10;

	private final AtomicModel model;
	private final SymmetryGroup group;

	SymmetryAxes(final AtomicModel model, final SymmetryGroup group) {
		this.model = model;
		this.group = group;
	}

	/** The model centred and turned; for C1 only centred. */
	AtomicModel aligned() {
		if (group.order() == 1) return model.centred();
		MException none = new MException("The model has no " + group.order() + " equal chains, as " + group.name() +
			" needs", model.name(), "Give the whole assembly or another symmetry");
		for (final List<Map<String, double[]>> chains : classes()) {
			if (chains.size() < group.order()) continue;
			final List<double[]> found = operators(chains);
			final double[] rotation = bestRotation(found);
			if (rotation != null) return model.moved(rotation, centroid(chains));
			none = new MException("The equal chains of the model are not arranged as " + group.name(), model.name(),
				"Give another symmetry");
		}
		throw none;
	}

	/** Groups of equal chains, each chain as residue → position; the group with most chains first. */
	private List<List<Map<String, double[]>>> classes() {
		final Map<String, Map<String, double[]>> chains = new LinkedHashMap<>();
		for (final AtomicModel.Atom atom : model.atoms())
			if (atom.backbone()) chains.computeIfAbsent(atom.chain(), c -> new LinkedHashMap<>()).putIfAbsent(atom.residue(), atom
				.position());
		final List<List<Map<String, double[]>>> classes = new ArrayList<>();
		for (final Map<String, double[]> chain : chains.values()) {
			final var home = classes.stream().filter(c -> equal(c.get(0), chain)).findFirst();
			if (home.isPresent()) home.get().add(chain);
			else classes.add(new ArrayList<>(List.of(chain)));
		}
		classes.sort((a, b) -> b.size() - a.size());
		return classes;
	}

	private static boolean equal(final Map<String, double[]> a, final Map<String, double[]> b) {
		final long shared = a.keySet().stream().filter(b::containsKey).count();
		return shared >= FEWEST_RESIDUES && shared >= 0.8 * Math.max(a.size(), b.size());
	}

	private static double[] centroid(final List<Map<String, double[]>> chains) {
		final double[] sum = new double[3];
		for (final Map<String, double[]> chain : chains) {
			final double[] mean = mean(chain.values());
			for (int d = 0; d < 3; d++)
				sum[d] += mean[d] / chains.size();
		}
		return sum;
	}

	private static double[] mean(final Iterable<double[]> points) {
		final double[] sum = new double[3];
		int n = 0;
		for (final double[] p : points) {
			for (int d = 0; d < 3; d++)
				sum[d] += p[d];
			n++;
		}
		return new double[] { sum[0] / n, sum[1] / n, sum[2] / n };
	}

	/** Rotations that superpose the first chain on each of the others, identity first. */
	private static List<double[]> operators(final List<Map<String, double[]>> chains) {
		final List<double[]> operators = new ArrayList<>(List.of(Rotations.identity()));
		for (int c = 1; c < chains.size(); c++)
			operators.add(superposition(chains.get(0), chains.get(c)));
		return operators;
	}

	/** The rotation R that minimises Σ|R·(a − ā) − (b − b̄)|² over the residues of both chains (Kabsch 1976). */
	static double[] superposition(final Map<String, double[]> a, final Map<String, double[]> b) {
		final List<String> shared = a.keySet().stream().filter(b::containsKey).toList();
		final double[] meanA = mean(shared.stream().map(a::get).toList());
		final double[] meanB = mean(shared.stream().map(b::get).toList());
		final DMatrixRMaj covariance = new DMatrixRMaj(3, 3);
		for (final String residue : shared)
			for (int i = 0; i < 3; i++)
				for (int j = 0; j < 3; j++)
					covariance.add(i, j, (b.get(residue)[i] - meanB[i]) * (a.get(residue)[j] - meanA[j]));
		final var svd = DecompositionFactory_DDRM.svd(3, 3, true, true, false);
		if (!svd.decompose(covariance)) throw new MException("Two chains cannot be superposed", "", "");
		final DMatrixRMaj u = svd.getU(null, false);
		final DMatrixRMaj vt = svd.getV(null, true);
		final double[] singular = svd.getSingularValues();
		final int least = singular[0] < singular[1] ? singular[0] < singular[2] ? 0 : 2 : singular[1] < singular[2] ? 1 : 2;
		if (CommonOps_DDRM.det(u) * CommonOps_DDRM.det(vt) < 0) for (int i = 0; i < 3; i++)
			u.set(i, least, -u.get(i, least));
		final DMatrixRMaj rotation = new DMatrixRMaj(3, 3);
		CommonOps_DDRM.mult(u, vt, rotation);
		return rotation.getData().clone();
	}

	/** The rotation of the model after which every operator of the group is one of its own; null if there is none. */
	private double[] bestRotation(final List<double[]> found) {
		final double[] first = axes().get(0);
		final double[] second = axes().stream().filter(b -> !parallel(first, b)).findFirst().orElse(null);
		double[] best = null;
		double least = TOLERANCE_DEG;
		for (final double[] candidate : candidates(found, first, second)) {
			final double error = worst(candidate, found);
			if (error < least - 1e-9) {
				least = error;
				best = candidate;
			}
		}
		return best;
	}

	/** Rotation vectors of the group's operators, the smallest angle first. */
	private List<double[]> axes() {
		return group.operators().stream().map(Rotations::log).filter(w -> norm(w) > 0.01).sorted((a, b) -> Double.compare(norm(
			a), norm(b))).toList();
	}

	/** Rotations that bring one or two axes of the model onto axes of the group with the same angles. */
	private static List<double[]> candidates(final List<double[]> found, final double[] first, final double[] second) {
		final List<double[]> candidates = new ArrayList<>();
		for (final double[] a : like(found, first)) {
			if (second == null) candidates.add(frameRotation(a, perpendicular(a), first, perpendicular(first)));
			else for (final double[] b : like(found, second))
				if (Math.abs(angle(a, b) - angle(first, second)) < Math.toRadians(2 * TOLERANCE_DEG)) candidates.add(frameRotation(
					a, b, first, second));
		}
		return candidates;
	}

	/** Rotation vectors of the operators that turn by the same angle as the target, in both senses. */
	private static List<double[]> like(final List<double[]> operators, final double[] target) {
		final List<double[]> like = new ArrayList<>();
		for (final double[] operator : operators) {
			final double[] w = Rotations.log(operator);
			if (Math.abs(norm(w) - norm(target)) > Math.toRadians(TOLERANCE_DEG)) continue;
			like.add(w);
			like.add(new double[] { -w[0], -w[1], -w[2] });
		}
		return like;
	}

	/** The largest angle in degrees between an operator of the group and the nearest of the turned model. */
	private double worst(final double[] rotation, final List<double[]> found) {
		final List<double[]> turned = found.stream().map(m -> Rotations.multiply(rotation, Rotations.multiply(m, Rotations
			.transpose(rotation)))).toList();
		double worst = 0;
		for (final double[] operator : group.operators())
			worst = Math.max(worst, turned.stream().mapToDouble(t -> Rotations.angleBetweenDeg(operator, t)).min().orElse(180));
		return worst;
	}

	private static boolean parallel(final double[] a, final double[] b) {
		return norm(cross(a, b)) < 0.05 * norm(a) * norm(b);
	}

	private static double angle(final double[] a, final double[] b) {
		return Math.atan2(norm(cross(a, b)), a[0] * b[0] + a[1] * b[1] + a[2] * b[2]);
	}

	/** The rotation that brings the frame of (a, b) onto the frame of (targetA, targetB). */
	private static double[] frameRotation(final double[] a, final double[] b, final double[] targetA,
		final double[] targetB)
	{
		return Rotations.multiply(Rotations.transpose(frame(targetA, targetB)), frame(a, b));
	}

	/** Rows: unit a, unit a×b, their cross product. */
	private static double[] frame(final double[] a, final double[] b) {
		final double[] x = scaled(a, 1 / norm(a));
		final double[] n = cross(a, b);
		final double[] y = scaled(n, 1 / norm(n));
		final double[] z = cross(x, y);
		return new double[] { x[0], x[1], x[2], y[0], y[1], y[2], z[0], z[1], z[2] };
	}

	private static double[] perpendicular(final double[] a) {
		return Math.abs(a[0]) < 0.5 * norm(a) ? cross(a, new double[] { 1, 0, 0 }) : cross(a, new double[] { 0, 1, 0 });
	}

	private static double[] cross(final double[] a, final double[] b) {
		return new double[] { a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0] };
	}

	private static double[] scaled(final double[] a, final double factor) {
		return new double[] { a[0] * factor, a[1] * factor, a[2] * factor };
	}

	private static double norm(final double[] a) {
		return Math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
	}
}
