package org.mforfiji.simulate;

import java.util.ArrayList;
import java.util.List;

import org.mforfiji.base.Parallel;
import org.mforfiji.fourier.FftSizes;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ExposureWeights.Envelope;

/**
 * Makes noise-free tilt images, protein bright: every particle at the position, orientation and defocus that the true
 * geometry gives it. Immutable; the images of different tilts may be made by different threads.
 */
final class ImageFormation {

	private static final double PADDING = 2;

	private final SimulationOptions options;
	private final List<FourierVolume> volumes = new ArrayList<>();
	private final List<Integer> boxes = new ArrayList<>();

	ImageFormation(final SimulationOptions options, final List<SpeciesModel> species, final List<PlannedSeries> series,
		final Parallel parallel)
	{
		this.options = options;
		double stretch = 1;
		for (final PlannedSeries s : series) {
			final double[] m = s.magnification();
			stretch = Math.max(stretch, Math.sqrt(m[0] * m[0] + m[1] * m[1] + m[2] * m[2] + m[3] * m[3]));
		}
		for (final SpeciesModel s : species) {
			final double shell = s.map().nx() * s.map().pixelSize() * stretch / (2 * options.microscope().pixelSize());
			volumes.add(FourierVolume.of(s.map(), PADDING, Math.min(s.map().nx() / 2, Math.ceil(shell)), parallel));
			boxes.add(box(s, series));
		}
	}

	/** Edge of the drawn images: room for the particle and for what the strongest defocus carries out of it. */
	private int box(final SpeciesModel species, final List<PlannedSeries> series) {
		final double pixelSize = options.microscope().pixelSize();
		int box = 32;
		for (final PlannedSeries s : series)
			for (final Ctf ctf : s.ctf())
				for (final double side : new double[] { -1, 1 }) {
					final double defocus = ctf.defocusUm() + side * 0.5e-4 * Math.max(s.truth().volumeSize()[0], s.truth()
						.volumeSize()[1]);
					box = Math.max(box, ctf.withDefocusUm(defocus).aliasFreeBox(0.5 / pixelSize, species.supportA(), pixelSize));
				}
		return FftSizes.goodSize(box + 2);
	}

	/** Edge of the drawn particle images of a species in pixels. */
	int box(final int species) {
		return boxes.get(species);
	}

	/** The noise-free image of a tilt. */
	TiltImage image(final PlannedSeries series, final List<List<PoseTrack>> tracks, final int tilt) {
		final TiltImage image = new TiltImage(options.microscope());
		for (int s = 0; s < tracks.size(); s++) {
			final ParticleRenderer renderer = new ParticleRenderer(volumes.get(s), boxes.get(s), optics(series, tilt));
			for (final PoseTrack track : tracks.get(s)) {
				final double[] position = track.position(tilt);
				final TiltSeriesGeometry.Projection at = series.truth().project(position, tilt);
				final double[] rotation = Rotations.multiply(series.truth().orientation(position, tilt), track.rotation(tilt));
				renderer.add(rotation, at.x() / pixelSize(), at.y() / pixelSize(), at.defocusUm() - series.ctf().get(tilt)
					.defocusUm(), image);
			}
		}
		return image;
	}

	private TiltOptics optics(final PlannedSeries series, final int tilt) {
		return new TiltOptics(series.ctf().get(tilt), pixelSize(), series.magnification(), options.imaging()
			.damage(), series.truth().dose()[tilt], contrast(series, tilt), losses(series, tilt));
	}

	private Envelope[] losses(final PlannedSeries series, final int tilt) {
		final ContrastVariation variation = options.imaging().variation();
		return new Envelope[] { variation.ofTilt(options.seed(), series.index(), tilt), variation.ofSeries(options.seed(), series
			.index()) };
	}

	/** Contrast that the ice leaves in a tilt, 0 … 1. */
	double contrast(final PlannedSeries series, final int tilt) {
		return options.imaging().iceContrast().contrast(series.inclinationDeg(tilt), options.tilts().thicknessA(), options
			.imaging().meanFreePathA());
	}

	/** The discs {x, y, radius} in pixels that the particles of all species cover in a tilt. */
	List<double[]> discs(final PlannedSeries series, final List<List<PoseTrack>> tracks, final List<SpeciesModel> species,
		final int tilt)
	{
		final List<double[]> discs = new ArrayList<>();
		for (int s = 0; s < tracks.size(); s++)
			for (final PoseTrack track : tracks.get(s)) {
				final TiltSeriesGeometry.Projection at = series.truth().project(track.position(tilt), tilt);
				discs.add(new double[] { at.x() / pixelSize(), at.y() / pixelSize(), species.get(s).diameterA() / pixelSize() /
					2 });
			}
		return discs;
	}

	private double pixelSize() {
		return options.microscope().pixelSize();
	}
}
