package org.mforfiji.io.relion;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.mrc.MrcHeader;

/**
 * Particles as stacks of 2-D tilt images, as RELION 5 and WarpTools write them: an optimisation set, its particle table,
 * its tomograms with the orientation, contrast transfer function and exposure of every tilt image, and one stack of
 * images per particle.
 * <p>
 * Orientation of an image is M_tilt · A(rot, tilt, psi) with the rows of M_tilt from the table of tomograms
 * ({@link StackParticle#orientation}).
 */
public final class ParticleSeries {

	private final RelionParticles table;
	private final RelionTomograms tomograms;
	private final List<StackParticle> particles;
	private final List<String> warnings;

	private ParticleSeries(final RelionParticles table, final RelionTomograms tomograms, final List<String> warnings) {
		this.table = table;
		this.tomograms = tomograms;
		this.warnings = List.copyOf(warnings);
		final Map<Integer, OpticsGroup> groups = table.opticsGroups().stream().collect(Collectors.toMap(OpticsGroup::number,
			Function.identity(), (first, second) -> first));
		final List<StackParticle> linked = new ArrayList<>();
		for (final RelionParticle particle : table.particles())
			linked.add(link(particle, groups));
		this.particles = List.copyOf(linked);
	}

	/** Particles and tomograms from memory; every particle names one of the tomograms and one of the optics groups. */
	public static ParticleSeries of(final RelionParticles table, final RelionTomograms tomograms) {
		return new ParticleSeries(table, tomograms, table.reading().warnings());
	}

	/**
	 * Reads an optimisation set with all it names.
	 *
	 * @throws MException if it is something else, a file is missing, or tables contradict each other
	 */
	public static ParticleSeries read(final Path optimisationSet) {
		final OptimisationSet set = OptimisationSet.read(optimisationSet);
		final RelionParticles table = RelionParticles.read(set.particles());
		final List<String> warnings = new ArrayList<>(table.reading().warnings());
		set.trajectories().ifPresent(file -> warnings.add("Trajectories of particles (" + file +
			") are not applied: poses are those of the particle table"));
		return new ParticleSeries(table, RelionTomograms.read(set.tomograms()), warnings);
	}

	/**
	 * Reads particle table and tomograms without an optimisation set.
	 *
	 * @param particles the particle table
	 * @param tomograms the table of tomograms
	 */
	public static ParticleSeries read(final Path particles, final Path tomograms) {
		return of(RelionParticles.read(particles), RelionTomograms.read(tomograms));
	}

	/** The particle table. */
	public RelionParticles table() {
		return table;
	}

	/** The tomograms. */
	public RelionTomograms tomograms() {
		return tomograms;
	}

	/** The particles in the order of the table. */
	public List<StackParticle> particles() {
		return particles;
	}

	/** What the user should look at. */
	public List<String> warnings() {
		return warnings;
	}

	/** Number of images that show a particle. */
	public int visibleImages() {
		return particles.stream().mapToInt(particle -> particle.visibleTilts().size()).sum();
	}

	/** Position of a particle in Å from the middle of its tomogram. */
	public double[] centredA(final StackParticle particle) {
		final double[] position = particle.particle().coordinateA().clone();
		if (table.centred()) return position;
		final double[] size = particle.tomogram().sizeA();
		for (int axis = 0; axis < 3; axis++)
			position[axis] -= size[axis] / 2;
		return position;
	}

	/** Where a particle's images are centred: a position in Å from the middle of its tomogram. */
	public double[] imageCentreA(final StackParticle particle) {
		final double[] position = centredA(particle);
		for (int axis = 0; axis < 3; axis++)
			position[axis] += particle.particle().shiftA()[axis];
		return position;
	}

	/**
	 * Where the image of a tilt is in a particle's stack. WarpTools writes an image for every tilt, RELION 5 only for
	 * those that show the particle; the number of images in the file tells which.
	 *
	 * @param particle one with a stack
	 * @return index in the stack of each tilt's image, −1 where there is none
	 * @throws MException if the stack is missing, or its size contradicts the tables
	 */
	public int[] stackIndices(final StackParticle particle) {
		if (particle.stack().toString().isEmpty()) throw new MException("The particle has no stack of images", where(particle
			.particle()), "Extract 2-D stacks, so that the table has rlnImageName");
		final MrcHeader header = MrcFile.readHeader(particle.stack());
		final int edge = particle.opticsGroup().images().size();
		if (edge > 0 && (header.nx() != edge || header.ny() != edge)) throw new MException("The images are " + header.nx() +
			"×" + header.ny() + " pixels, but the optics group says " + edge, particle.stack().toString(),
			"Extract the particles again");
		final int tilts = particle.tomogram().tilts().size();
		final List<Integer> visible = particle.visibleTilts();
		if (header.nz() != tilts && header.nz() != visible.size()) throw new MException("The stack has " + header.nz() +
			" images, but the tomogram has " + tilts + " tilts, of which " + visible.size() + " show the particle", particle.stack()
				.toString(), "Extract the particles again");
		final int[] indices = new int[tilts];
		int next = 0;
		for (int tilt = 0; tilt < tilts; tilt++)
			indices[tilt] = !particle.isVisible(tilt) ? -1 : header.nz() == tilts ? tilt : next++;
		return indices;
	}

	private StackParticle link(final RelionParticle particle, final Map<Integer, OpticsGroup> groups) {
		final RelionTomogram tomogram = tomograms.tomogram(particle.name());
		final OpticsGroup group = groups.get(particle.labels().opticsGroup());
		if (group == null) throw new MException("There is no optics group " + particle.labels().opticsGroup(), where(particle),
			"Add data_optics to the particle table");
		final int flags = particle.labels().visibleTilts().length;
		if (flags != 0 && flags != tomogram.tilts().size()) throw new MException("rlnTomoVisibleFrames has " + flags +
			" flags, but tomogram " + tomogram.name() + " has " + tomogram.tilts().size() + " tilts", where(particle),
			"Use the table of tomograms that the particles were extracted with");
		final double tilt = group.pixelSizes().tiltSeries();
		if (tilt > 0 && Math.abs(tilt - tomogram.pixelSize()) > 1e-3) throw new MException("rlnTomoTiltSeriesPixelSize is " +
			tilt + " Å in the optics group and " + tomogram.pixelSize() + " Å for tomogram " + tomogram.name(), where(particle),
			"Use tables of the same processing");
		final String image = particle.labels().imageName();
		return new StackParticle(particle, tomogram, group, image.isEmpty() ? Path.of("") : stack(image));
	}

	private Path stack(final String named) {
		return RelionPaths.find(table.file(), named).orElseGet(() -> besideTable(named));
	}

	/** Images may not be there yet, or never be needed: where they would be, so that reading them says what is missing. */
	private Path besideTable(final String named) {
		final Path folder = table.file().toAbsolutePath().normalize().getParent();
		return Files.isDirectory(folder) ? folder.resolve(named).normalize() : Path.of(named);
	}

	private String where(final RelionParticle particle) {
		return table.file() + ", particle " + particle.labels().row();
	}
}
