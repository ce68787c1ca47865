package org.mforfiji.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.fourier.FftSizes;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.optics.ExposureWeights;
import org.mforfiji.population.Particle;
import org.mforfiji.population.SourceItem;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.CtfOptions;
import org.mforfiji.refine.CtfRefinement;
import org.mforfiji.refine.CtfResult;
import org.mforfiji.refine.GeometryBlocks;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.refine.OddStatistics;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.refine.SeriesExtraction;
import org.mforfiji.refine.SeriesOptics;
import org.mforfiji.refine.TiltSeriesModel;

/** A tilt series as an item of a run. */
final class TiltSeriesItem implements RunItem {

	private static final String METADATA = "item.xml";
	private static final String OPTICS = "optics.xml";

	private final TiltSeries series;
	private final SourceItem item;
	private final String key;
	private final List<Species> species;
	private final List<int[]> members;

	TiltSeriesItem(final TiltSeries series, final SourceItem item, final String key, final List<Species> species,
		final List<int[]> members)
	{
		this.series = series;
		this.item = item;
		this.key = key;
		this.species = species;
		this.members = members;
	}

	TiltSeries series() {
		return series;
	}

	SourceItem item() {
		return item;
	}

	@Override
	public String source() {
		return series.source().name();
	}

	@Override
	public String name() {
		return series.name();
	}

	@Override
	public String key() {
		return key;
	}

	@Override
	public int[] members(final int s) {
		return members.get(s);
	}

	@Override
	public List<Particle> particles(final int s) {
		final List<Particle> all = species.get(s).particles();
		final List<Particle> own = new ArrayList<>();
		for (final int p : members.get(s))
			own.add(all.get(p));
		return own;
	}

	@Override
	public List<ParticleStack> stacks(final RefineOptions options, final Parallel parallel, final Monitor monitor) {
		final List<SeriesExtraction.Request> requests = new ArrayList<>();
		for (int s = 0; s < species.size(); s++)
			if (members.get(s).length > 0) requests.add(new SeriesExtraction.Request(species.get(s), particles(s)));
		final List<ParticleStack> found = new SeriesExtraction(series, options.weightThreshold(), parallel).run(requests,
			monitor);
		final List<ParticleStack> stacks = new ArrayList<>();
		int next = 0;
		for (int s = 0; s < species.size(); s++)
			stacks.add(members.get(s).length > 0 ? found.get(next++) : ParticleStack.builder(species.get(s).boxSize(), species.get(
				s).pixelSize()).build());
		return stacks;
	}

	@Override
	public ImagingModel model(final GeometryBlocks blocks) {
		return TiltSeriesModel.of(series, blocks);
	}

	@Override
	public void write(final ImagingModel refined, final Path folder) {
		final TiltSeriesModel model = (TiltSeriesModel) refined;
		if (model.blocks().any()) TiltSeriesXml.write(refined(model, series.metadata()), folder.resolve(METADATA));
	}

	/** Metadata with what was refined. */
	static TiltSeriesMetadata refined(final TiltSeriesModel model, final TiltSeriesMetadata metadata) {
		final TiltSeriesGeometry geometry = model.geometry();
		TiltSeriesMetadata changed = metadata;
		if (model.blocks().imageWarp().isPresent()) changed = changed.withImageWarp(geometry.movementX(), geometry.movementY());
		if (model.blocks().stageAngles()) changed = changed.withGrid(SeriesGrid.ANGLE_X, geometry.angleX()).withGrid(
			SeriesGrid.ANGLE_Y, geometry.angleY()).withGrid(SeriesGrid.ANGLE_Z, geometry.angleZ());
		if (model.blocks().volumeWarp().isPresent() || model.blocks().volumeWarp().isCleared() && hasVolumeWarp(metadata)) changed = changed.withVolumeWarp(geometry.volumeWarpX(), geometry
			.volumeWarpY(), geometry.volumeWarpZ());
		if (model.blocks().magnification()) changed = changed.withMagnification(model.magnification());
		return changed;
	}

	private static boolean hasVolumeWarp(final TiltSeriesMetadata metadata) {
		return IntStream.range(0, 3).anyMatch(axis -> !metadata.volumeWarp(axis).isZero());
	}

	@Override
	public ImagingModel read(final GeometryBlocks blocks, final Path folder) {
		if (!blocks.any()) return model(blocks);
		return TiltSeriesModel.of(series.withMetadata(TiltSeriesXml.read(folder.resolve(METADATA))), blocks);
	}

	@Override
	public Optional<CtfResult> refineCtf(final CtfOptions options, final ImagingModel refined,
		final List<CtfRefinement.Share> shares, final Parallel parallel, final Monitor monitor)
	{
		return Optional.of(new CtfRefinement(series, options, parallel, monitor).refine((TiltSeriesModel) refined, shares));
	}

	@Override
	public void write(final CtfResult ctf, final Path folder) {
		if (ctf.changed()) TiltSeriesXml.write(ctf.optics().onto(series.metadata()), folder.resolve(OPTICS));
		ctf.odd().forEach(odd -> odd.write(folder.resolve(odd(odd.species(), odd.isJury()))));
	}

	@Override
	public String opticsGroup() {
		return series.source().guid().toString();
	}

	private static String odd(final int species, final boolean jury) {
		return (jury ? "odd_jury_" : "odd_") + species + ".mrc";
	}

	@Override
	public List<OddStatistics> oddStatistics(final Path folder) {
		final List<OddStatistics> found = new ArrayList<>();
		for (final boolean jury : new boolean[] { false, true })
			for (int s = 0; s < species.size(); s++) {
				final Path file = folder.resolve(odd(s, jury));
				if (Files.exists(file)) found.add(OddStatistics.read(file, s, species.get(s), jury));
			}
		return found;
	}

	@Override
	public RunItem withOddChange(final double[] change) {
		final SeriesOptics optics = SeriesOptics.of(series.metadata());
		final double[] before = optics.ctf().zernikeOdd(), after = Arrays.copyOf(before, Math.max(before.length, change.length));
		for (int i = 0; i < change.length; i++)
			after[i] += change[i];
		return new TiltSeriesItem(series.withMetadata(optics.withOdd(after).onto(series.metadata())), item, key, species, members);
	}

	@Override
	public RunItem imagedAs(final Path folder) {
		final Path optics = folder.resolve(OPTICS);
		return Files.exists(optics) ? new TiltSeriesItem(series.withMetadata(TiltSeriesXml.read(optics)), item, key, species,
			members) : this;
	}

	@Override
	public ItemNeed need(final RefineOptions options, final int threads) {
		long stack = 0, own = 0, boxes = 0, images = 0;
		final ExposureWeights.Envelope[] envelopes = series.exposureWeights().envelopes(true);
		for (int s = 0; s < species.size(); s++) {
			final Species kind = species.get(s);
			final int count = members.get(s).length, box = kind.boxSize();
			if (count == 0) continue;
			final HalfPlane plane = HalfPlane.of(box);
			for (int t = 0; t < series.tilts(); t++) {
				if (!series.useTilt(t)) continue;
				final int pixels = plane.within(ExposureWeights.relevantSize(envelopes, t, box, kind.pixelSize(), options
					.weightThreshold()) / 2);
				stack += count * (12L * pixels + 80);
				own += count * (8L * Math.min(pixels, plane.within(band(kind))) + 12L * band(kind) + 172);
				images += count;
			}
			boxes = Math.max(boxes, boxBytes(kind, threads));
		}
		return new ItemNeed(stack, boxes + imageBytes(), Math.max(own + solverBytes(options, images), statisticsBytes(options,
			threads)));
	}

	/**
	 * Statistics of the contrast transfer: of every tilt and species five to seven floats, γ and ring of the pixels in the box without
	 * aliasing, twice if some particles judge the others, and of one tilt the image, its sums in double and boxes of 32 particles.
	 */
	private long statisticsBytes(final RefineOptions options, final int threads) {
		if (!options.ctf().refines()) return 0;
		long sum = 0, boxes = 0;
		for (int s = 0; s < species.size(); s++) {
			if (members.get(s).length == 0) continue;
			final long pixels = (long) (Math.PI / 8 * Math.pow(largestBox(species.get(s)), 2));
			sum += (options.guard() ? 2L : 1L) * series.usedTilts() * (options.ctf().refinesOdd() ? 40 : 32) * pixels;
			boxes = Math.max(boxes, (7 * 8 + 24 + 32 * 8) * pixels + boxBytes(species.get(s), threads));
		}
		return sum + boxes + imageBytes();
	}

	/** Rings that a reference of the species' present resolution has; all if that is unknown. */
	private static int band(final Species kind) {
		final double resolution = kind.globalResolution();
		final int all = kind.boxSize() / 2;
		return resolution > 0 ? (int) Math.min(all, Math.ceil(kind.boxSize() * kind.pixelSize() / resolution) + 1) : all;
	}

	/** Modulation (five planes of the extraction box) and, per thread, the patch, its spectrum and that of CTF². */
	private long boxBytes(final Species kind, final int threads) {
		final long edge = largestBox(kind);
		return 10 * edge * edge + 12L * threads * edge * edge;
	}

	/** Edge of the largest extraction box of the series, pixels. */
	private long largestBox(final Species kind) {
		final double px = kind.pixelSize();
		int largest = kind.boxSize();
		for (int t = 0; t < series.tilts(); t++)
			if (series.useTilt(t)) largest = Math.max(largest, series.ctf(t, series.centreDefocusUm(t)).aliasFreeBox(0.5 /
				px, kind.diameterA(), px));
		return FftSizes.goodSize(largest);
	}

	/** A tilt image as read, flattened, and its spectrum; rescaled, and the spectrum of that. */
	private long imageBytes() {
		long raw = 0;
		for (int t = 0; t < series.tilts() && raw == 0; t++)
			if (series.useTilt(t) && Files.isRegularFile(series.averagePath(t))) raw = MrcFile.readHeader(series.averagePath(t))
				.voxels();
		double finest = Double.POSITIVE_INFINITY;
		for (int s = 0; s < species.size(); s++)
			if (members.get(s).length > 0) finest = Math.min(finest, species.get(s).pixelSize());
		final double[] size = series.imageSize();
		return 12 * raw + (long) (8 * size[0] * size[1] / (finest * finest));
	}

	private long solverBytes(final RefineOptions options, final long images) {
		final long nodes = options.blocks().imageWarp().nodes(), all = options.blocks().parameters(series.tilts());
		final long dense = all - 2 * nodes * series.tilts();
		long samples = 0;
		for (int s = 0; s < species.size(); s++)
			samples += members.get(s).length * (long) species.get(s).temporalSamples();
		final long magnified = options.blocks().magnification() ? 2 * 8 * 24 : 0;
		return 24 * all * all + images * (8 * nodes + 8 * 42 + magnified) + samples * (8 * 24 * series.usedTilts() + 96 * dense);
	}
}
