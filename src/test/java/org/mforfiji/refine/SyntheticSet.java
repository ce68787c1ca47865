package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.List;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.map.BackProjector;
import org.mforfiji.map.FourierShellCorrelation;
import org.mforfiji.map.FscCurves;
import org.mforfiji.map.Masks;
import org.mforfiji.map.Reconstruction;
import org.mforfiji.map.ReconstructionOptions;
import org.mforfiji.population.Particle;

/** Several {@link SyntheticItem}s of one phantom and the state of their refinement. */
final class SyntheticSet {

	private static final Volume MASK = Masks.binarise(Masks.sphere(SyntheticItem.BOX, 11, 2), 0.5);

	final List<SyntheticItem> items;
	final List<ImagingModel> models = new ArrayList<>();
	final List<List<Particle>> particles = new ArrayList<>();
	private final Engine engine;
	private final Parallel parallel;

	SyntheticSet(final List<SyntheticItem> items, final Engine engine, final Parallel parallel) {
		this.items = items;
		this.engine = engine;
		this.parallel = parallel;
		for (final SyntheticItem item : items) {
			models.add(new TiltSeriesModel(item.given, item.plan.blocks()));
			particles.add(item.givenParticles);
		}
	}

	/** Half-maps and their correlation. */
	record Maps(Reconstruction.Result[] halves, FscCurves fsc) {}

	Maps maps() {
		return maps(models, particles);
	}

	Maps ideal() {
		return maps(items.stream().map(i -> (ImagingModel) i.truth).toList(), items.stream().map(i -> i.trueParticles)
			.toList());
	}

	private Maps maps(final List<ImagingModel> at, final List<? extends List<Particle>> poses) {
		final BackProjector[] sums = { new BackProjector(SyntheticItem.BOX), new BackProjector(SyntheticItem.BOX) };
		for (int i = 0; i < items.size(); i++)
			items.get(i).input(new ArrayList<>(poses.get(i))).backProject(engine, at.get(i), sums);
		final Reconstruction.Result[] halves = new Reconstruction.Result[2];
		for (int half = 0; half < 2; half++)
			halves[half] = Reconstruction.reconstruct(sums[half], ReconstructionOptions.of(SyntheticItem.PIXEL).withFinish(false),
				parallel);
		return new Maps(halves, FourierShellCorrelation.compute(halves[0].map(), halves[1].map(), Masks.fscMask(MASK, 18),
			parallel));
	}

	/** One iteration: references from the present state, every item refined; returns the items' results. */
	List<ItemResult> iterate(final RefineOptions options) {
		final Maps now = maps();
		return iterate(options, SpeciesReference.reconstructed(now.halves, now.fsc, MASK, SyntheticItem.DIAMETER, parallel));
	}

	List<ItemResult> iterate(final RefineOptions options, final SpeciesReference reference) {
		final List<ItemResult> results = new ArrayList<>();
		for (int i = 0; i < items.size(); i++) {
			final ItemResult result = new ItemRefinement(engine, options, parallel, Monitor.SILENT).refine(models.get(i), List.of(
				items.get(i).input(particles.get(i))), List.of(reference));
			models.set(i, result.model());
			particles.set(i, result.particles().get(0));
			results.add(result);
		}
		return results;
	}

	/** Rms error of projected positions per axis over all items, Å, whatever the origin of the map. */
	double positionError() {
		return Math.sqrt(meanSquare(null));
	}

	double angularError() {
		double sum = 0;
		for (int i = 0; i < items.size(); i++)
			sum += Math.pow(items.get(i).angularError(particles.get(i)), 2) / items.size();
		return Math.sqrt(sum);
	}

	/** Rms error of views, degrees, stage angles included. */
	double orientationError() {
		double sum = 0;
		for (int i = 0; i < items.size(); i++)
			sum += Math.pow(items.get(i).orientationError(models.get(i), particles.get(i)), 2) / items.size();
		return Math.sqrt(sum);
	}

	/** Rms of projected-position errors over their predicted standard deviations. */
	double errorOverPredicted(final List<ItemResult> results) {
		return Math.sqrt(meanSquare(results));
	}

	/**
	 * Moving the map's origin and all particles with it changes nothing that data can tell, so the particles' mean
	 * displacement in the frame of the map is taken off first.
	 */
	private double meanSquare(final List<ItemResult> results) {
		final double[] origin = meanBodyDisplacement();
		double sum = 0;
		int n = 0;
		for (int i = 0; i < items.size(); i++) {
			final SyntheticItem item = items.get(i);
			for (int k = 0; k < item.stack.size(); k++) {
				final int p = item.stack.particle(k), t = item.stack.tilt(k);
				final Particle particle = particles.get(i).get(p);
				final double at = models.get(i).doseFractions()[t];
				final double[] moved = particle.positionAt(at), shift = Rotations.apply(Rotations.fromEulerDeg(particle.eulerAt(at)),
					origin);
				for (int c = 0; c < 3; c++)
					moved[c] -= shift[c];
				final double[] is = models.get(i).project(moved, t), be = item.truth.project(item.trueParticles.get(p).positionAt(at), t);
				for (int axis = 0; axis < 2; axis++) {
					final double sigma = results == null ? 1 : results.get(i).errors().poses().get(0).projectedA()[p][2 * t + axis];
					sum += Math.pow((is[axis] - be[axis]) / sigma, 2);
					n++;
				}
			}
		}
		return sum / n;
	}

	/** Mean displacement of particles in the frame of the map, over all images, Å. */
	double[] meanBodyDisplacement() {
		final double[] mean = new double[3];
		final int n = items.stream().mapToInt(i -> i.stack.size()).sum();
		for (int i = 0; i < items.size(); i++) {
			final ParticleStack stack = items.get(i).stack;
			for (int k = 0; k < stack.size(); k++) {
				final double at = models.get(i).doseFractions()[stack.tilt(k)];
				final Particle truth = items.get(i).trueParticles.get(stack.particle(k));
				final double[] is = particles.get(i).get(stack.particle(k)).positionAt(at), be = truth.positionAt(at);
				final double[] body = Rotations.apply(Rotations.transpose(Rotations.fromEulerDeg(truth.eulerAt(at))), new double[] {
					is[0] - be[0], is[1] - be[1], is[2] - be[2] });
				for (int c = 0; c < 3; c++)
					mean[c] += body[c] / n;
			}
		}
		return mean;
	}

	static SpeciesReference noise(final long seed, final double resolution) {
		final java.util.Random random = new java.util.Random(seed);
		final Volume[] maps = { Volume.cube(SyntheticItem.BOX, SyntheticItem.PIXEL), Volume.cube(SyntheticItem.BOX,
			SyntheticItem.PIXEL) };
		for (final Volume map : maps)
			for (int i = 0; i < map.data().length; i++)
				map.data()[i] = (float) random.nextGaussian();
		return SpeciesReference.external(maps, resolution, MASK, SyntheticItem.DIAMETER, Parallel.serial());
	}
}
