package org.mforfiji.io.relion;

import java.util.List;

import org.mforfiji.optics.CriticalExposure;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ExposureWeights;
import org.mforfiji.optics.RadialWeight;

/**
 * One tomogram of RELION's table of tomograms, with its tilt images.
 *
 * @param name its name ({@code rlnTomoName})
 * @param sizePx width, height, depth in unbinned pixels of the tilt images. Shared, not to be changed
 * @param pixelSize Å per unbinned pixel
 * @param acquisition what holds for all its images
 * @param tilts its tilt images in the order of the file; empty if they were not read
 */
public record RelionTomogram(String name, int[] sizePx, double pixelSize, Acquisition acquisition,
	List<RelionTilt> tilts)
{

	/**
	 * What holds for all images of a tomogram.
	 *
	 * @param hand +1 or −1: whether defocus grows or shrinks with height along the beam
	 * @param defocusSlope further factor of that, normally 1
	 * @param exposurePerTilt e⁻/Å² of each image; {@code NaN} if the file does not say
	 * @param opticsGroupName its optics group; may be empty
	 * @param microscope voltage, spherical aberration, amplitude contrast
	 * @param stack its stack of tilt images as written; may be empty
	 * @param deformation how deformations of the tilt images are to be understood
	 * @param bfactorPerExposure B-factor of radiation damage per e⁻/Å² ({@code rlnCtfBfactorPerElectronDose}, positive
	 *          damps); 0 for damage by critical exposure
	 */
	public record Acquisition(int hand, double defocusSlope, double exposurePerTilt, String opticsGroupName,
		Microscope microscope, String stack, DeformationGrid deformation, double bfactorPerExposure)
	{

		/** The usual acquisition: slope 1, no stack, no deformation. */
		public static Acquisition of(final int hand, final double exposurePerTilt, final String opticsGroupName,
			final Microscope microscope)
		{
			return new Acquisition(hand, 1, exposurePerTilt, opticsGroupName, microscope, "", DeformationGrid.NONE, 0);
		}
	}

	/**
	 * The grid of RELION's 2-D deformation.
	 *
	 * @param type {@code spline}, {@code Fourier} or {@code linear}; empty if there is none
	 * @param width nodes along x
	 * @param height nodes along y
	 */
	public record DeformationGrid(String type, int width, int height) {

		/** No deformation. */
		public static final DeformationGrid NONE = new DeformationGrid("", 0, 0);
	}

	public RelionTomogram {
		tilts = List.copyOf(tilts);
	}

	/** Width, height, depth in Å. */
	public double[] sizeA() {
		return new double[] { sizePx[0] * pixelSize, sizePx[1] * pixelSize, sizePx[2] * pixelSize };
	}

	/** Height of a point along the beam above the middle of the tomogram in one tilt image, Å. */
	public double heightA(final int tilt, final double[] centredA) {
		final double[] r = tilts.get(tilt).projection().rotation();
		return r[6] * centredA[0] + r[7] * centredA[1] + r[8] * centredA[2];
	}

	/**
	 * By how much the defocus at a point differs from that of the tomogram's middle, Å, by RELION's own rule: hand ·
	 * slope · height.
	 *
	 * @param tilt index of the tilt image
	 * @param centredA x, y, z from the middle of the tomogram, Å
	 */
	public double defocusOffsetA(final int tilt, final double[] centredA) {
		return acquisition.hand * acquisition.defocusSlope * heightA(tilt, centredA);
	}

	/**
	 * The contrast transfer function of one tilt image, of its own scale and B-factor, without exposure weighting.
	 *
	 * @param tilt index of the tilt image
	 * @param imagePixelSize Å per pixel of the images it is for
	 * @param offsetA by how much the defocus differs from that of the tomogram's middle, Å; see {@link #defocusOffsetA}
	 */
	public Ctf ctf(final int tilt, final double imagePixelSize, final double offsetA) {
		final TiltCtf ctf = tilts.get(tilt).ctf();
		final Microscope microscope = acquisition.microscope;
		return Ctf.builder().pixelSize(imagePixelSize).voltageKv(microscope.voltageKv()).csMm(microscope.csMm())
			.amplitudeContrast(microscope.amplitudeContrast()).defocusUm(ctf.defocusUm() + offsetA * 1e-4).defocusDeltaUm(ctf
				.defocusDeltaUm()).defocusAngleDeg(ctf.angleDeg()).phaseShiftPi(ctf.phaseShiftPi()).bfactor(-ctf.bfactor()).scale(
					ctf.scale()).build();
	}

	/**
	 * How RELION weights one tilt image, and what premultiplied images have been multiplied with beside the CTF's
	 * oscillation: its scale and B-factor, and the damage by the exposure before it.
	 */
	public RadialWeight weight(final int tilt) {
		final TiltCtf ctf = tilts.get(tilt).ctf();
		final double exposure = tilts.get(tilt).exposureBefore();
		final RadialWeight damage = acquisition.bfactorPerExposure > 0 ? new ExposureWeights.Envelope(
			-acquisition.bfactorPerExposure * exposure, ctf.scale()) : new CriticalExposure(exposure, ctf.scale());
		return ctf.bfactor() == 0 ? damage : k2 -> damage.amplitude(k2) * Math.exp(-0.25 * ctf.bfactor() * k2);
	}

	/** The same tomogram with these tilt images. */
	public RelionTomogram withTilts(final List<RelionTilt> newTilts) {
		return new RelionTomogram(name, sizePx, pixelSize, acquisition, newTilts);
	}
}
