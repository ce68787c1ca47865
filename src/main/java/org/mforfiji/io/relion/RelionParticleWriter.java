package org.mforfiji.io.relion;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.mforfiji.base.MException;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;

/**
 * Writes particle tables in the style of RELION 3.1 (micrographs or Warp tomograms), RELION 4 (corner coordinates in
 * tilt-series pixels), RELION 5 (centred coordinates in Å) and WarpTools' image stacks. Shifts are written as 0: they
 * are part of the coordinates already.
 */
final class RelionParticleWriter {

	private final RelionParticles table;

	private RelionParticleWriter(final RelionParticles table) {
		this.table = table;
	}

	static void write(final RelionParticles table, final Path target) {
		if (table.dialect() == RelionDialect.RELION_30 || table.dialect() == RelionDialect.M_TILT_IMAGES) throw new MException(
			"A " + table.dialect().description() + " is read, not written", target.toString(),
			"Write a table of RELION 3.1 or later");
		if (table.particles().isEmpty()) throw new MException("There are no particles to write", target.toString(), "");
		new RelionParticleWriter(table).write(target);
	}

	private void write(final Path target) {
		final StarFile file = StarFile.of();
		if (holdsStacks()) file.add(StarBlock.list("general").put("rlnTomoSubTomosAre2DStacks", "1"));
		file.add(OpticsTable.write(table.opticsGroups())).add(particles()).write(target);
	}

	/** RELION 5 knows image stacks by a flag; with it, RELION looks for stacks only when a step needs images. */
	private boolean holdsStacks() {
		return table.dialect() == RelionDialect.RELION_5_TOMO || table.dialect() == RelionDialect.WARP_STACKS;
	}

	private StarBlock particles() {
		final TableColumns<RelionParticle> columns = new TableColumns<RelionParticle>().add(table.dialect().isTomo()
			? "rlnTomoName" : "rlnMicrographName", RelionParticle::name);
		addCoordinates(columns);
		final String[] angles = { "rlnAngleRot", "rlnAngleTilt", "rlnAnglePsi" };
		for (int i = 0; i < 3; i++) {
			final int index = i;
			columns.add(angles[i], particle -> Numbers.fixed(particle.anglesDeg()[index]));
		}
		for (final String axis : List.of("X", "Y", "Z"))
			columns.add("rlnOrigin" + axis + "Angst", particle -> "0.000000");
		columns.add("rlnOpticsGroup", particle -> Integer.toString(table.opticsGroup(particle).number()));
		addLabels(columns);
		addExtra(columns);
		return columns.block("particles", table.particles());
	}

	private void addCoordinates(final TableColumns<RelionParticle> columns) {
		final String[] axes = { "X", "Y", "Z" };
		for (int axis = 0; axis < 3; axis++) {
			final int index = axis;
			if (table.centred()) columns.add("rlnCenteredCoordinate" + axes[axis] + "Angst", particle -> Numbers.fixed(particle
				.coordinateA()[index]));
			else if (axis < 2 || table.dialect().isTomo() || hasDepth()) columns.add("rlnCoordinate" + axes[axis],
				particle -> Numbers.fixed(particle.coordinateA()[index] / pixelSize(particle)));
		}
	}

	private boolean hasDepth() {
		return table.particles().stream().anyMatch(particle -> particle.coordinateA()[2] != 0);
	}

	/** Å per unit of corner coordinates, so that the reader's rules find it again. */
	private double pixelSize(final RelionParticle particle) {
		final OpticsGroup group = table.opticsGroup(particle);
		final OpticsGroup.PixelSizes sizes = group.pixelSizes();
		final double pixelSize = table.dialect() == RelionDialect.RELION_4_TOMO ? sizes.tiltSeries() : table
			.dialect() == RelionDialect.RELION_31 && sizes.micrograph() > 0 ? sizes.micrograph() : sizes.image();
		if (!(pixelSize > 0)) throw new MException("Optics group " + group.number() +
			" lacks the pixel size that coordinates are counted in", table.file().toString(),
			"Give it the pixel size of micrographs, images or tilt series");
		return pixelSize;
	}

	private void addLabels(final TableColumns<RelionParticle> columns) {
		if (any(particle -> particle.labels().randomSubset() > 0)) columns.add("rlnRandomSubset", this::subset);
		if (any(particle -> !particle.labels().particleName().isEmpty())) columns.add("rlnTomoParticleName",
			particle -> particle.labels().particleName());
		if (any(particle -> !particle.labels().imageName().isEmpty())) columns.add("rlnImageName", particle -> particle.labels()
			.imageName());
		if (any(particle -> particle.labels().visibleTilts().length > 0)) columns.add("rlnTomoVisibleFrames",
			particle -> Numbers.list(particle.labels().visibleTilts()));
	}

	private String subset(final RelionParticle particle) {
		if (particle.labels().randomSubset() < 1) throw new MException("Some particles have a half-set and this one has none",
			table.file() + ", particle of " + particle.name(), "Give all particles a half-set, or none");
		return Integer.toString(particle.labels().randomSubset());
	}

	private boolean any(final Predicate<RelionParticle> test) {
		return table.particles().stream().anyMatch(test);
	}

	private void addExtra(final TableColumns<RelionParticle> columns) {
		final Set<String> labels = new LinkedHashSet<>();
		table.particles().forEach(particle -> labels.addAll(particle.extra().keySet()));
		for (final String label : labels)
			columns.add(label, particle -> particle.extra().getOrDefault(label, "null"));
	}
}
