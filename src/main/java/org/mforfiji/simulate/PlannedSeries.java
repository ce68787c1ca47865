package org.mforfiji.simulate;

import java.util.List;

import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.optics.Ctf;

/**
 * A tilt series before its images are made: what is true and what the user is given.
 *
 * @param index number of the series, from 0
 * @param name root name, e.g. {@code TS_01}
 * @param movies file names of the tilts' movies, in stored order
 * @param truth true geometry
 * @param given geometry without the planted errors
 * @param ctf true CTF of each tilt at the centre of the sample
 * @param magnification true magnification matrix M11, M12, M21, M22: the image at k shows the map at M·k
 * @param dataHash data hash of the series
 */
record PlannedSeries(int index, String name, List<String> movies, TiltSeriesGeometry truth, TiltSeriesGeometry given,
	List<Ctf> ctf, double[] magnification, String dataHash)
{

	/** Number of tilts. */
	int tilts() {
		return truth.tilts();
	}

	/** The tilt that was exposed first. */
	int firstExposed() {
		final double[] dose = truth.dose();
		int first = 0;
		for (int t = 1; t < dose.length; t++)
			if (dose[t] < dose[first]) first = t;
		return first;
	}

	/** Angle between the beam and the sample's normal at a tilt, degrees. */
	double inclinationDeg(final int tilt) {
		final double cosine = truth.tiltMatrix(tilt)[8];
		return Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, cosine))));
	}
}
