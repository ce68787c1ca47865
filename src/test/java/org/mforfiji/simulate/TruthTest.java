package org.mforfiji.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.SymmetryGroup;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.population.Particle;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.store.ParticleTable;

class TruthTest {

	@TempDir
	Path folder;

	private Truth simulate(final PlantedErrors planted, final String symmetry) {
		final SpeciesOptions species = Projects.species(Projects.blob(folder, 0, 0, 0), 12).diameterA(80).symmetry(symmetry)
			.build();
		final SimulationOptions options = Projects.small(species).series(3).tilts(TiltOptions.builder().stepDeg(10).thicknessA(
			400).build()).planted(planted).build();
		return Truth.read(Projects.run(options, folder.resolve("project")).folders().root());
	}

	private static Collection<TiltSeries> given(final Truth truth) {
		return truth.series().values().stream().map(s -> s.withMetadata(TiltSeriesXml.read(truth.folders().tiltSeries().resolve(s
			.name() + ".xml")))).toList();
	}

	private static List<Particle> givenParticles(final Truth truth) {
		return ParticleTable.read(truth.folders().particles("blob", "m"), 1);
	}

	@Test
	void theTruthHasNoError() {
		final Truth truth = simulate(PlantedErrors.builder().imageWarpRmsA(5).volumeWarpRmsA(4).stageAngleRmsDeg(1)
			.temporalSamples(3).trajectoryRmsA(3).trajectoryRmsDeg(2).build(), "C1");
		final TruthErrors none = truth.compare("blob", truth.series().values(), truth.particles("blob"));
		assertEquals(0, none.positionRmsA(), 1e-9);
		assertEquals(0, none.angleRmsDeg(), 1e-5);
		assertEquals(36 * 13, none.images());
	}

	@Test
	void givenPosesAreWrongByThePlantedAmounts() {
		final Truth truth = simulate(PlantedErrors.builder().positionRmsA(6).angleRmsDeg(4).build(), "C1");
		final TruthErrors errors = truth.compare("blob", given(truth), givenParticles(truth));
		assertEquals(6, errors.positionRmsA(), 0.8);
		assertEquals(4, errors.angleRmsDeg(), 0.6);
		assertEquals(6, errors.positionRmsInFrameA(), 0.8);
		assertEquals(0, truth.compare("blob", given(truth), truth.particles("blob")).positionRmsA(), 1e-3);
	}

	@Test
	void givenSeriesAreWrongByThePlantedWarps() {
		final Truth truth = simulate(PlantedErrors.builder().imageWarpRmsA(5).tiltShiftRmsA(8).build(), "C1");
		final TruthErrors errors = truth.compare("blob", given(truth), givenParticles(truth));
		assertEquals(Math.sqrt(5 * 5 + 8 * 8), errors.positionRmsA(), 2);
		assertEquals(0, errors.angleRmsDeg(), 1e-3);
	}

	/** The same errors, whether geometry and particles are given or the positions that follow from them. */
	@Test
	void positionsOfOtherProgramsAreComparedAlike() {
		final Truth truth = simulate(PlantedErrors.builder().imageWarpRmsA(5).positionRmsA(3).build(), "C1");
		final Map<Integer, double[][]> seen = new HashMap<>();
		final List<Particle> particles = givenParticles(truth);
		for (int i = 0; i < particles.size(); i++) {
			final Particle particle = particles.get(i);
			final TiltSeriesGeometry geometry = given(truth).stream().filter(s -> particle.sourceName().startsWith(s.name()))
				.findFirst().orElseThrow().geometry();
			final double[][] at = new double[geometry.tilts()][];
			for (int t = 0; t < at.length; t++) {
				final TiltSeriesGeometry.Projection p = geometry.project(particle.position(0), t);
				at[t] = new double[] { p.x(), p.y() };
			}
			seen.put(i, at);
		}
		final TruthErrors errors = truth.compare("blob", given(truth), particles);
		final TruthErrors same = truth.compareProjections("blob", seen);
		assertEquals(errors.positionRmsA(), same.positionRmsA(), 1e-9);
		assertEquals(errors.positionRmsInFrameA(), same.positionRmsInFrameA(), 1e-3);
		assertEquals(0, same.angleRmsDeg(), 1e-9);
		seen.put(0, new double[2][2]);
		assertThrows(MException.class, () -> truth.compareProjections("blob", seen));
		assertThrows(MException.class, () -> truth.compareProjections("blob", Map.of(99, new double[13][2])));
	}

	@Test
	void stageAnglesTurnButDoNotMove() {
		final Truth truth = simulate(PlantedErrors.builder().stageAngleRmsDeg(1).build(), "C1");
		final TruthErrors errors = truth.compare("blob", given(truth), givenParticles(truth));
		assertEquals(Math.sqrt(3), errors.angleRmsDeg(), 0.03);
		assertEquals(0, errors.positionRmsA(), 1e-3);
	}

	/** A map that stands shifted and turned in its own frame is as good; the same with a symmetry operator. */
	@Test
	void theFrameOfTheMapIsFree() {
		final Truth truth = simulate(PlantedErrors.builder().build(), "C1");
		final double[] shift = { 3, -5, 7 };
		final double[] turn = { Math.toRadians(2), Math.toRadians(-3), Math.toRadians(1) };
		final TruthErrors errors = truth.compare("blob", truth.series().values(), moved(truth, shift, Rotations.exp(turn)));
		assertTrue(errors.positionRmsA() > 3);
		assertEquals(0, errors.positionRmsInFrameA(), 1e-3);
		assertArrayEquals(shift, errors.commonShiftA(), 1e-3);
		assertEquals(Math.sqrt(14), errors.angleRmsDeg(), 1e-3);
		assertEquals(0, errors.angleRmsInFrameDeg(), 1e-3);
		assertArrayEquals(new double[] { 2, -3, 1 }, errors.commonRotationDeg(), 1e-3);
	}

	@Test
	void symmetricPosesAreTheSame() {
		final Truth truth = simulate(PlantedErrors.builder().build(), "D7");
		final double[] operator = SymmetryGroup.parse("D7").operators().get(9);
		final TruthErrors errors = truth.compare("blob", truth.series().values(), moved(truth, new double[3], operator));
		assertEquals(0, errors.angleRmsDeg(), 1e-3);
		final TruthErrors shifted = truth.compare("blob", truth.series().values(), moved(truth, new double[] { 0, 0, 5 },
			Rotations.identity()));
		assertTrue(shifted.positionRmsInFrameA() > 1, "D7 leaves no shift of the map free");
	}

	/** Every particle at p + E·s with orientation E·Q. */
	private static List<Particle> moved(final Truth truth, final double[] s, final double[] q) {
		final List<Particle> moved = new ArrayList<>();
		for (final Particle particle : truth.particles("blob")) {
			final double[] e = Rotations.fromEulerDeg(particle.anglesDeg()[0], particle.anglesDeg()[1], particle.anglesDeg()[2]);
			final double[] offset = Rotations.apply(e, s);
			final double[] p = particle.position(0);
			for (int d = 0; d < 3; d++)
				p[d] += offset[d];
			moved.add(particle.withPose(p, Rotations.toEulerDeg(Rotations.multiply(e, q))));
		}
		return moved;
	}

	/** Particles are found by the column that numbers them, in any order and number. */
	@Test
	void particlesAreMatchedByNumber() {
		final Truth truth = simulate(PlantedErrors.builder().build(), "C1");
		final List<Particle> shuffled = new ArrayList<>(truth.particles("blob"));
		Collections.shuffle(shuffled, new java.util.Random(1));
		assertEquals(0, truth.compare("blob", truth.series().values(), shuffled.subList(0, 20)).positionRmsA(), 1e-9);
		final List<Particle> bare = truth.particles("blob").stream().map(p -> new Particle(p.coordinates(), p.anglesDeg(), p
			.halfSet(), p.sourceName(), p.sourceHash(), java.util.Map.of())).toList();
		assertEquals(0, truth.compare("blob", truth.series().values(), bare).positionRmsA(), 1e-9);
		assertThrows(MException.class, () -> truth.compare("blob", truth.series().values(), bare.subList(0, 20)));
		assertThrows(MException.class, () -> truth.compare("blob", List.of(), bare));
		assertThrows(MException.class, () -> truth.particles("unknown"));
	}
}
