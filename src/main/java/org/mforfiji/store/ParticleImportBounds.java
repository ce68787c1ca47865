package org.mforfiji.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.mforfiji.base.MException;
import org.mforfiji.io.relion.RelionParticles;
import org.mforfiji.population.DataSource;

/**
 * Looks whether positions lie inside the tomograms they are linked to: where most do not, the pixel size of coordinates
 * is wrong.
 */
final class ParticleImportBounds {

	private final RelionParticles table;
	private int inTiltSeries;
	private int outside;
	private int raisedInMicrographs;
	private final double[] largest = new double[3];
	private double[] volume = new double[3];

	ParticleImportBounds(final RelionParticles table) {
		this.table = table;
	}

	/** Takes note of a linked particle. */
	void add(final double[] position, final DataSource source) {
		if (!source.isTiltSeries()) {
			if (position[2] != 0) raisedInMicrographs++;
			return;
		}
		if (!table.reading().hasDepth()) throw new MException("The table has no rlnCoordinateZ, but its particles belong to tilt series",
			table.file().toString(), "Give a table of tomogram particles with rlnCoordinateZ");
		inTiltSeries++;
		volume = source.volumeSize();
		boolean inside = true;
		for (int axis = 0; axis < 3; axis++) {
			largest[axis] = Math.max(largest[axis], position[axis]);
			inside &= position[axis] >= 0 && position[axis] <= volume[axis];
		}
		if (!inside) outside++;
	}

	/**
	 * What the user should know.
	 *
	 * @throws MException if most particles are outside their tomograms
	 */
	List<String> findings() {
		final List<String> notes = new ArrayList<>();
		if (raisedInMicrographs > 0) notes.add(raisedInMicrographs +
			" particles of frame series have a z coordinate; it is taken as a defocus offset");
		if (outside == 0) return notes;
		final String extent = String.format(Locale.ROOT,
			"%d of %d particles lie outside their tomograms (largest coordinates %.0f, %.0f, %.0f Å; tomogram %.0f × %.0f × %.0f Å; %s)",
			outside, inTiltSeries, largest[0], largest[1], largest[2], volume[0], volume[1], volume[2], table.reading()
				.coordinates());
		if (2 * outside > inTiltSeries) throw new MException(extent, table.file().toString(),
			"Give the right pixel size of coordinates (--angpix_coords), or correct the tomogram size of the data source");
		notes.add(extent);
		return notes;
	}
}
