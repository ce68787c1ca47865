package org.mforfiji.optics;

/**
 * The damping by radiation damage as RELION weights images: exp(−exposure/(2·N(k))) with the critical exposure
 * N(k) = 0.245·k^−1.665 + 2.81 e⁻/Å² of Grant and Grigorieff (eLife 4, 2015, e06980).
 *
 * @param exposure accumulated before the image, e⁻/Å²
 * @param scale factor at all frequencies
 */
public record CriticalExposure(double exposure, double scale) implements RadialWeight {

	@Override
	public double amplitude(final double k2) {
		if (k2 <= 0) return scale;
		return scale * Math.exp(-0.5 * exposure / (0.245 * Math.pow(k2, -0.5 * 1.665) + 2.81));
	}
}
