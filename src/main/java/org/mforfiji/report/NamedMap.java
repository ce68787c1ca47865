package org.mforfiji.report;

import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;

/**
 * A map whose central sections are shown under a name.
 *
 * @param name title of its column
 * @param map a cube
 * @param extentA edge in Å of the part around the centre that is shown; 0 or more than the box: all of it
 */
public record NamedMap(String name, Volume map, double extentA) {

	public NamedMap {
		if (!map.isCube() || map.nx() < 2) throw new MException("The map ⟨" + name + "⟩ has " + map.nx() + "×" +
			map.ny() + "×" + map.nz() +
			" voxels", "", "Sections are shown of cubes");
		if (!(extentA >= 0)) throw new MException("The part of the map ⟨" + name + "⟩ to be shown is " + extentA + " Å",
			"", "");
	}

	/** All of a map. */
	public NamedMap(final String name, final Volume map) {
		this(name, map, 0);
	}
}
