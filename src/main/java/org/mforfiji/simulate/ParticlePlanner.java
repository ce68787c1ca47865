package org.mforfiji.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.population.Particle;

/** Draws the particles of a simulation: places, orientations, half-sets, trajectories; true and given. */
final class ParticlePlanner {

	/** The column that numbers the particles of a species, from 0; it survives import into a population. */
	static final String ID = "simParticle";

	/** A particle as it is and as the user is given it. */
	record Planted(Particle truth, Particle given) {}

	private final SimulationOptions options;
	private final Seeds seeds;

	ParticlePlanner(final SimulationOptions options) {
		this.options = options;
		this.seeds = new Seeds(options.seed());
	}

	/**
	 * The particles of one series.
	 *
	 * @param series the series
	 * @param species the species with their final diameters
	 * @return one list for each species
	 */
	List<List<Planted>> plan(final PlannedSeries series, final List<SpeciesModel> species) {
		final List<ParticlePacking.Crowd> crowds = species.stream().map(s -> new ParticlePacking.Crowd(s.name(), s.options()
			.particlesPerSeries(), s.diameterA())).toList();
		final ParticlePacking packing = new ParticlePacking(series.truth().volumeSize(), (centre, diameter) -> isVisible(series
			.truth(), centre, diameter));
		final List<List<double[]>> centres = packing.place(crowds, seeds.stream("places", series.index()), series.name());
		final List<List<Planted>> planted = new ArrayList<>();
		for (int s = 0; s < species.size(); s++) {
			final List<Planted> ofSpecies = new ArrayList<>();
			final Random random = seeds.stream("particles", series.index(), s);
			for (int i = 0; i < centres.get(s).size(); i++)
				ofSpecies.add(particle(series, centres.get(s).get(i), series.index() * centres.get(s).size() + i, random));
			planted.add(ofSpecies);
		}
		return planted;
	}

	/** Whether the disc of a particle lies within every image, with 8 pixels to spare. */
	private boolean isVisible(final TiltSeriesGeometry geometry, final double[] centre, final double diameter) {
		final double margin = diameter / 2 + 8 * options.microscope().pixelSize();
		final double[] size = geometry.imageSize();
		for (int t = 0; t < geometry.tilts(); t++) {
			final TiltSeriesGeometry.Projection at = geometry.project(centre, t);
			if (at.x() < margin || at.y() < margin || at.x() > size[0] - margin || at.y() > size[1] - margin) return false;
		}
		return true;
	}

	private Planted particle(final PlannedSeries series, final double[] centre, final int id, final Random random) {
		final PlantedErrors planted = options.planted();
		final double[] rotation = Rotations.random(random);
		final int samples = planted.temporalSamples();
		final double[] coordinates = new double[3 * samples];
		final double[] angles = new double[3 * samples];
		final double[][] drift = walk(samples, random);
		final double[][] turn = walk(samples, random);
		double[] before = null;
		for (int i = 0; i < samples; i++) {
			final double[] w = new double[3];
			for (int d = 0; d < 3; d++) {
				coordinates[3 * i + d] = centre[d] + planted.trajectoryRmsA() * drift[i][d];
				w[d] = Math.toRadians(planted.trajectoryRmsDeg()) / Math.sqrt(3) * turn[i][d];
			}
			final double[] turned = Rotations.multiply(Rotations.exp(w), rotation);
			before = before == null ? Rotations.toEulerDeg(turned) : Rotations.toEulerDeg(turned, before);
			System.arraycopy(before, 0, angles, 3 * i, 3);
		}
		final double[] givenPlace = new double[3];
		final double[] tumble = new double[3];
		for (int d = 0; d < 3; d++) {
			givenPlace[d] = coordinates[d] + planted.positionRmsA() * random.nextGaussian();
			tumble[d] = Math.toRadians(planted.angleRmsDeg()) / Math.sqrt(3) * random.nextGaussian();
		}
		final double[] givenAngles = Rotations.toEulerDeg(Rotations.multiply(Rotations.exp(tumble), Rotations.fromEulerDeg(
			angles[0], angles[1], angles[2])));
		final Particle truth = new Particle(coordinates, angles, id % 2, series.name() + ".tomostar", series.dataHash(), Map
			.of(ID, String.valueOf(id)));
		return new Planted(truth, truth.withPose(givenPlace, givenAngles));
	}

	/** A random walk from zero whose later samples have rms 1 per axis on average. */
	private static double[][] walk(final int samples, final Random random) {
		final double[][] walk = new double[samples][3];
		final double step = samples == 1 ? 0 : Math.sqrt(2.0 / samples);
		for (int i = 1; i < samples; i++)
			for (int d = 0; d < 3; d++)
				walk[i][d] = walk[i - 1][d] + step * random.nextGaussian();
		return walk;
	}
}
