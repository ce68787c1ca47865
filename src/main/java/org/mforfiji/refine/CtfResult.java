package org.mforfiji.refine;

import java.util.List;

/**
 * What the refinement of a series' contrast transfer gives.
 *
 * @param optics the contrast transfer; the stored one where nothing was kept
 * @param changed whether anything was kept
 * @param errors standard deviations of what was kept, per tilt
 * @param summary what was kept and by how much it changed, in a line
 * @param judgements what the held-out particles say of it
 * @param lines what happened, for logs
 * @param odd what the series says of odd aberrations, per species, of fitted and of held-out particles; empty if they are not
 *          asked for
 * @param seconds wall time
 */
public record CtfResult(SeriesOptics optics, boolean changed, List<TiltErrors> errors, String summary,
	List<Judgement> judgements, List<String> lines, List<OddStatistics> odd, double seconds)
{

	/**
	 * Standard deviations of one tilt; 0 for what was not refined or not kept. Those of what the series shares are the same in
	 * all tilts.
	 *
	 * @param tilt index of the tilt in stored order
	 * @param defocusUm of the defocus, µm
	 * @param astigmatismCosUm of δ·cos 2θ, µm
	 * @param astigmatismSinUm of δ·sin 2θ, µm
	 * @param phasePi of the phase shift, π
	 * @param csMm of the spherical aberration, mm
	 */
	public record TiltErrors(int tilt, double defocusUm, double astigmatismCosUm, double astigmatismSinUm, double phasePi,
		double csMm)
	{}
}
