package org.mforfiji.simulate;

import java.util.ArrayList;
import java.util.List;

import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.SymmetryGroup;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.population.Particle;

/**
 * Errors of an estimate against the truth: for every particle and tilt the projected position (estimate − truth) and the
 * rotation between the true and the estimated orientation. An estimate may stand in another frame of the map, shifted by s
 * and rotated by Q, which no data can tell; the common s and Q are estimated, and the errors are also given without them
 * (only the components that the symmetry leaves free).
 */
public final class TruthErrors {

	/** A particle in a series. */
	record View(TiltSeriesGeometry geometry, Particle particle) {}

	private static final class Image {

		private final double dose;
		private final double dx;
		private final double dy;
		private final double[] orientation;
		private final double[] turn;

		private Image(final double dose, final double[] displacement, final double[] orientation, final double[] turn) {
			this.dose = dose;
			this.dx = displacement[0];
			this.dy = displacement[1];
			this.orientation = orientation;
			this.turn = turn;
		}
	}

	private final List<Image> images;
	private final double[] shift;
	private final double[] rotation;

	private TruthErrors(final List<Image> images, final SymmetryGroup symmetry) {
		this.images = images;
		this.shift = invariant(symmetry, commonShift(images));
		this.rotation = invariant(symmetry, commonRotation(images));
	}

	/** Number of particle images compared. */
	public int images() {
		return images.size();
	}

	/** Rms error of projected positions per image axis, Å. */
	public double positionRmsA() {
		return positionRmsA(Double.POSITIVE_INFINITY);
	}

	/** The same for the tilts exposed before a dose (e⁻/Å², inclusive). */
	public double positionRmsA(final double maxDose) {
		return position(new double[3], maxDose);
	}

	/** Rms error of projected positions per image axis without the common shift of the map, Å. */
	public double positionRmsInFrameA() {
		return position(shift, Double.POSITIVE_INFINITY);
	}

	/** The same weighted with exp(−dose/20): mostly the images that carry the resolution. */
	public double positionRmsWeightedA() {
		double sum = 0;
		double weight = 0;
		for (final Image image : images) {
			final double w = Math.exp(-image.dose / 20);
			final double[] d = without(shift, image);
			sum += w * (d[0] * d[0] + d[1] * d[1]) / 2;
			weight += w;
		}
		return Math.sqrt(sum / weight);
	}

	/** Rms angle between true and estimated orientations, the nearest of the symmetric ones, degrees. */
	public double angleRmsDeg() {
		return angle(new double[3]);
	}

	/** The same without the common rotation of the map. */
	public double angleRmsInFrameDeg() {
		return angle(rotation);
	}

	/** The estimated map's shift in its own frame, Å. */
	public double[] commonShiftA() {
		return shift.clone();
	}

	/** The estimated map's rotation as a vector, degrees. */
	public double[] commonRotationDeg() {
		return new double[] { Math.toDegrees(rotation[0]), Math.toDegrees(rotation[1]), Math.toDegrees(rotation[2]) };
	}

	@Override
	public String toString() {
		return String.format("projected positions %.3f Å rms per axis (%.3f in frame, %.3f dose-weighted), orientations %.3f° (%.3f° in frame), %d images",
			positionRmsA(), positionRmsInFrameA(), positionRmsWeightedA(), angleRmsDeg(), angleRmsInFrameDeg(), images());
	}

	private double position(final double[] s, final double maxDose) {
		double sum = 0;
		int count = 0;
		for (final Image image : images) {
			if (image.dose > maxDose) continue;
			final double[] d = without(s, image);
			sum += (d[0] * d[0] + d[1] * d[1]) / 2;
			count++;
		}
		return Math.sqrt(sum / count);
	}

	private static double[] without(final double[] s, final Image image) {
		final double[] moved = Rotations.apply(image.orientation, s);
		return new double[] { image.dx - moved[0], image.dy - moved[1] };
	}

	private double angle(final double[] common) {
		final double[] back = Rotations.exp(new double[] { -common[0], -common[1], -common[2] });
		double sum = 0;
		for (final Image image : images) {
			final double angle = Rotations.angleBetweenDeg(Rotations.multiply(image.turn, back), Rotations.identity());
			sum += angle * angle;
		}
		return Math.sqrt(sum / images.size());
	}

	/** Least squares for s in (dx, dy) = rows 1 and 2 of R·s. */
	private static double[] commonShift(final List<Image> images) {
		final double[] normal = new double[9];
		final double[] right = new double[3];
		for (final Image image : images)
			for (int row = 0; row < 2; row++) {
				final double d = row == 0 ? image.dx : image.dy;
				for (int i = 0; i < 3; i++) {
					right[i] += image.orientation[3 * row + i] * d;
					for (int j = 0; j < 3; j++)
						normal[3 * i + j] += image.orientation[3 * row + i] * image.orientation[3 * row + j];
				}
			}
		return solve(normal, right);
	}

	/** Cramer's rule; zero where the images do not determine a shift. */
	private static double[] solve(final double[] m, final double[] b) {
		final double det = det(m);
		final double[] x = new double[3];
		for (int i = 0; i < 3 && Math.abs(det) > 1e-9; i++) {
			final double[] replaced = m.clone();
			for (int row = 0; row < 3; row++)
				replaced[3 * row + i] = b[row];
			x[i] = det(replaced) / det;
		}
		return x;
	}

	private static double det(final double[] m) {
		return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
	}

	private static double[] commonRotation(final List<Image> images) {
		final double[] mean = new double[3];
		for (final Image image : images) {
			final double[] w = Rotations.log(image.turn);
			for (int d = 0; d < 3; d++)
				mean[d] += w[d] / images.size();
		}
		return mean;
	}

	/** The part of a vector that all operators leave alone. */
	private static double[] invariant(final SymmetryGroup symmetry, final double[] v) {
		final double[] mean = new double[3];
		for (final double[] operator : symmetry.operators()) {
			final double[] turned = Rotations.apply(operator, v);
			for (int d = 0; d < 3; d++)
				mean[d] += turned[d] / symmetry.order();
		}
		return mean;
	}

	/** Gathers the images of all particles. */
	static final class Collector {

		private final SymmetryGroup symmetry;
		private final List<Image> images = new ArrayList<>();

		Collector(final SymmetryGroup symmetry) {
			this.symmetry = symmetry;
		}

		void add(final View truth, final View estimate) {
			final PoseTrack is = new PoseTrack(truth.particle(), truth.geometry().doseFractions());
			final PoseTrack est = new PoseTrack(estimate.particle(), estimate.geometry().doseFractions());
			final double[] dose = truth.geometry().dose();
			for (int t = 0; t < truth.geometry().tilts(); t++) {
				final TiltSeriesGeometry.Projection p = truth.geometry().project(is.position(t), t);
				final TiltSeriesGeometry.Projection q = estimate.geometry().project(est.position(t), t);
				final double[] r = Rotations.multiply(truth.geometry().orientation(is.position(t), t), is.rotation(t));
				final double[] e = Rotations.multiply(estimate.geometry().orientation(est.position(t), t), est.rotation(t));
				images.add(new Image(dose[t], new double[] { q.x() - p.x(), q.y() - p.y() }, r, turn(r, e)));
			}
		}

		/** @param seen for each tilt x, y as estimated, Å from the corner of the image; the orientation is the true one */
		void add(final View truth, final double[][] seen) {
			final PoseTrack is = new PoseTrack(truth.particle(), truth.geometry().doseFractions());
			final double[] dose = truth.geometry().dose();
			for (int t = 0; t < seen.length; t++) {
				final TiltSeriesGeometry.Projection p = truth.geometry().project(is.position(t), t);
				final double[] r = Rotations.multiply(truth.geometry().orientation(is.position(t), t), is.rotation(t));
				images.add(new Image(dose[t], new double[] { seen[t][0] - p.x(), seen[t][1] - p.y() }, r, Rotations.identity()));
			}
		}

		/** Rᵀ·E·S for the operator S that makes it the smallest. */
		private double[] turn(final double[] r, final double[] e) {
			final double[] between = Rotations.multiply(Rotations.transpose(r), e);
			double[] best = null;
			double least = Double.POSITIVE_INFINITY;
			for (final double[] operator : symmetry.operators()) {
				final double[] candidate = Rotations.multiply(between, operator);
				final double angle = Rotations.angleBetweenDeg(candidate, Rotations.identity());
				if (angle < least) {
					least = angle;
					best = candidate;
				}
			}
			return best;
		}

		TruthErrors finish() {
			return new TruthErrors(List.copyOf(images), symmetry);
		}
	}
}
