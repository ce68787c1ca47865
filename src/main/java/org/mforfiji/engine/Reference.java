package org.mforfiji.engine;

import java.util.Arrays;

import org.mforfiji.map.FourierVolume;

/**
 * What images of one half-set are compared with: the Fourier transform of a half-map, an amplitude (gain) per ring, the
 * band in use, and, for leave-one-out comparison, each image's own share.
 *
 * @param volume transform of the masked, FSC-weighted half-map
 * @param gain amplitude a for each ring 0 … band−1 of the box
 * @param band rings in use (pixels with radius &lt; band)
 * @param own per image its share of the map; an entry or the array is null where nothing is to be removed
 */
public record Reference(FourierVolume volume, float[] gain, int band, OwnShare[] own) {

	/** The same with other gains. */
	public Reference withGain(final float[] newGain) {
		return new Reference(volume, newGain, band, own);
	}

	/** The same in another band; gains beyond the old band repeat its last. */
	public Reference withBand(final int newBand) {
		final float[] newGain = new float[newBand];
		for (int r = 0; r < newBand; r++)
			newGain[r] = gain[Math.min(r, gain.length - 1)];
		return new Reference(volume, newGain, newBand, own);
	}

	/** For some of the images only. */
	public Reference of(final int[] images) {
		return new Reference(volume, gain, band, own == null ? null : Arrays.stream(images).mapToObj(i -> own[i]).toArray(
			OwnShare[]::new));
	}
}
