package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.List;

import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.Reference;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.optics.ExposureWeights.Envelope;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;

/**
 * One species' images as the refinement of the contrast transfer sees them: refined poses and heights, and the half-map of
 * the <b>other</b> half-set, in which no image has a share of its own. Immutable.
 */
final class CtfSpecies implements CtfImages {

	/** Frequencies below are left out, as in M: they say nothing of defocus, and halves share what is below 1/40 Å. */
	private static final double HIGH_PASS = 1 / 20.;

	private final Species species;
	private final int index;
	private final SpeciesInput input;
	private final ImagePoses poses;
	private final int[] halfSets;
	private final boolean[] heldOut;
	private final int band;
	private final Reference[] references;
	private final TiltSeries series;
	private final TiltSeriesGeometry geometry;

	/**
	 * @param share the species
	 * @param index number among the species that take part
	 * @param model refined imaging
	 */
	CtfSpecies(final CtfRefinement.Share share, final int index, final TiltSeries series, final TiltSeriesModel model) {
		species = share.species();
		input = share.input();
		heldOut = share.heldOut();
		this.index = index;
		this.series = series;
		geometry = model.geometry();
		poses = input.poses(model);
		halfSets = input.halfSets();
		references = share.reference().references(null);
		band = share.reference().band();
	}

	@Override
	public int index() {
		return index;
	}

	@Override
	public int box() {
		return species.boxSize();
	}

	@Override
	public double pixelSize() {
		return species.pixelSize();
	}

	@Override
	public double diameterA() {
		return species.diameterA();
	}

	/** Rings of the reference. */
	int band() {
		return band;
	}

	@Override
	public double[] rotation(final int image) {
		final double[] rotation = new double[9];
		poses.rotation(image, rotation);
		return rotation;
	}

	/** Images of a tilt whose particles are held out, or of all others, by index in the stack. */
	List<Integer> images(final int tilt, final boolean held) {
		final List<Integer> images = new ArrayList<>();
		for (int i = 0; i < input.stack().size(); i++)
			if (input.stack().tilt(i) == tilt && heldOut[input.stack().particle(i)] == held) images.add(i);
		return images;
	}

	/** Half-map of the half-set that the image's particle is not in. */
	@Override
	public FourierVolume reference(final int image) {
		return references[1 - halfSets[input.stack().particle(image)]].volume();
	}

	@Override
	public double highest() {
		return band / (species.boxSize() * species.pixelSize());
	}

	/** 1/20, or half of the highest. */
	@Override
	public double lowest() {
		return Math.min(HIGH_PASS, highest() / 2);
	}

	@Override
	public double[] at(final int image) {
		return new double[] { input.stack().x(image) + poses.shiftX(image), input.stack().y(image) + poses.shiftY(image) };
	}

	@Override
	public double defocusUm(final int image) {
		return geometry.project(position(image), input.stack().tilt(image)).defocusUm();
	}

	@Override
	public Envelope place(final int image) {
		return series.envelopeAtPlace(position(image));
	}

	private double[] position(final int image) {
		return input.particles().get(input.stack().particle(image)).positionAt(geometry.doseFractions()[input.stack().tilt(
			image)]);
	}
}
