package org.mforfiji.refine;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.mforfiji.engine.LocalParameters;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.LinearGrid4D;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.geometry.TiltSeriesGeometryBuilder;
import org.mforfiji.population.TiltSeries;

/**
 * Imaging of a tilt series with its image warp, volume warp, stage angles and magnification.
 */
public final class TiltSeriesModel implements ImagingModel {

	private static final GridSize ONE = new GridSize(1, 1);

	private final TiltSeriesGeometry geometry;
	private final GeometryBlocks blocks;
	private final boolean chooses;
	private final boolean choosesVolume;
	private final DeformationLayout layout;
	private final double[] magnification;
	/** Number of nodes of each kind before they were brought to the sizes that are refined. */
	private final Map<SharedBlock, Integer> before;

	/**
	 * @param geometry the series
	 * @param size grid of the image warp; the stored grid is resampled to it by M's rule; {@link GridSize#NONE} keeps the
	 *          stored grid and refines none, {@link GridSize#AUTO} begins with it
	 */
	public TiltSeriesModel(final TiltSeriesGeometry geometry, final GridSize size) {
		this(geometry, GeometryBlocks.of(size));
	}

	/** A series of magnification 1; see {@link #of}. */
	public TiltSeriesModel(final TiltSeriesGeometry geometry, final GeometryBlocks blocks) {
		this(geometry, blocks, new double[] { 1, 0, 0, 1 });
	}

	/**
	 * A series with its anisotropic magnification.
	 *
	 * @param blocks what is refined; stored grids are resampled to the sizes asked for by M's rule
	 */
	public static TiltSeriesModel of(final TiltSeries series, final GeometryBlocks blocks) {
		return new TiltSeriesModel(series.geometry(), blocks, series.magnification());
	}

	private TiltSeriesModel(final TiltSeriesGeometry given, final GeometryBlocks wanted, final double[] magnification) {
		chooses = wanted.imageWarp().isAuto();
		choosesVolume = wanted.volumeWarp().isAuto();
		final GeometryBlocks imaged = chooses ? wanted.withImageWarp(stored(given)) : wanted;
		blocks = choosesVolume ? imaged.withVolumeWarp(storedVolume(given)) : imaged;
		geometry = sized(given, blocks);
		before = BlockGrids.nodes(given);
		layout = new DeformationLayout(blocks, geometry.tilts());
		this.magnification = magnification;
	}

	private TiltSeriesModel(final TiltSeriesModel other, final TiltSeriesGeometry geometry, final double[] magnification) {
		this.geometry = geometry;
		chooses = other.chooses;
		choosesVolume = other.choosesVolume;
		blocks = other.blocks;
		layout = other.layout;
		before = other.before;
		this.magnification = magnification;
	}

	/** Size of the stored image warp; one node if it is not one of every tilt. */
	private static GridSize stored(final TiltSeriesGeometry given) {
		final CubicGrid grid = given.movementX();
		return grid.nz() == given.tilts() ? new GridSize(grid.nx(), grid.ny()) : ONE;
	}

	/** Size of the stored volume warp; cleared if it is none. */
	private static VolumeGridSize storedVolume(final TiltSeriesGeometry given) {
		final LinearGrid4D grid = given.volumeWarpX();
		final boolean none = grid.isZero() && given.volumeWarpY().isZero() && given.volumeWarpZ().isZero();
		return none ? VolumeGridSize.CLEARED : new VolumeGridSize(grid.nx(), grid.ny(), grid.nz(), grid.nw());
	}

	private static TiltSeriesGeometry sized(final TiltSeriesGeometry given, final GeometryBlocks blocks) {
		final int tilts = given.tilts();
		final GridSize image = blocks.imageWarp();
		final VolumeGridSize volume = blocks.volumeWarp();
		final TiltSeriesGeometryBuilder builder = given.toBuilder();
		if (image.isPresent()) builder.movementX(resized(given.movementX(), image, tilts)).movementY(resized(given.movementY(),
			image, tilts));
		if (blocks.stageAngles()) builder.angleX(resized(given.angleX(), ONE, tilts)).angleY(resized(given.angleY(), ONE,
			tilts)).angleZ(resized(given.angleZ(), ONE, tilts));
		final LinearGrid4D none = LinearGrid4D.constant(0);
		if (volume.isCleared()) builder.volumeWarpX(none).volumeWarpY(none).volumeWarpZ(none);
		if (volume.isPresent()) builder.volumeWarpX(resized(given.volumeWarpX(), volume)).volumeWarpY(resized(given
			.volumeWarpY(), volume)).volumeWarpZ(resized(given.volumeWarpZ(), volume));
		return builder.build();
	}

	private static CubicGrid resized(final CubicGrid grid, final GridSize size, final int tilts) {
		final boolean same = grid.nx() == size.width() && grid.ny() == size.height() && grid.nz() == tilts;
		return same ? grid : grid.resized(size.width(), size.height(), tilts);
	}

	private static LinearGrid4D resized(final LinearGrid4D grid, final VolumeGridSize size) {
		final boolean same = grid.nx() == size.x() && grid.ny() == size.y() && grid.nz() == size.z() && grid.nw() == size.t();
		return same ? grid : grid.resized(size.x(), size.y(), size.z(), size.t());
	}

	/** What is refined. */
	public GeometryBlocks blocks() {
		return blocks;
	}

	/** The geometry with the current warp. */
	public TiltSeriesGeometry geometry() {
		return geometry;
	}

	@Override
	public int tilts() {
		return geometry.tilts();
	}

	@Override
	public double[] doseFractions() {
		return geometry.doseFractions();
	}

	@Override
	public double[] project(final double[] position, final int tilt) {
		final TiltSeriesGeometry.Projection at = geometry.project(position, tilt);
		return new double[] { at.x(), at.y() };
	}

	@Override
	public double[] jacobian(final double[] position, final int tilt) {
		return geometry.projectionJacobian(position, tilt);
	}

	@Override
	public double[] orientation(final double[] position, final int tilt) {
		return geometry.orientation(position, tilt);
	}

	@Override
	public double[] magnification() {
		return magnification.clone();
	}

	@Override
	public TiltSeriesModel enlarged(final double factor) {
		return new TiltSeriesModel(this, geometry, Arrays.stream(magnification).map(m -> factor * m).toArray());
	}

	@Override
	public LocalParameters localParameters() {
		return layout.magnification() > 0 ? LocalParameters.MAGNIFICATION : LocalParameters.POSE;
	}

	@Override
	public double[] warpWeights(final double[] position, final int tilt) {
		if (!blocks.imageWarp().isPresent()) return new double[0];
		final double[] at = geometry.unwarped(position, tilt);
		final double[] image = geometry.imageSize();
		final double[] weights = geometry.movementX().planeWeights(at[0] / image[0], at[1] / image[1]);
		for (int i = 0; i < weights.length; i++)
			weights[i] = -weights[i];
		return weights;
	}

	@Override
	public GridSize warpSize() {
		return blocks.imageWarp();
	}

	@Override
	public float[] warp(final int axis) {
		return (axis == 0 ? geometry.movementX() : geometry.movementY()).values();
	}

	@Override
	public TiltSeriesModel withWarp(final float[] newX, final float[] newY) {
		return new TiltSeriesModel(this, geometry.withImageWarp(geometry.movementX().withValues(newX), geometry.movementY()
			.withValues(newY)), magnification);
	}

	@Override
	public List<GridSize> warpCandidates() {
		if (!chooses) return List.of();
		final double[] image = geometry.imageSize();
		return GridSize.candidates(image[0], image[1]);
	}

	@Override
	public List<VolumeGridSize> volumeWarpCandidates() {
		if (!choosesVolume) return List.of();
		final DoubleSummaryStatistics dose = Arrays.stream(geometry.dose()).summaryStatistics();
		return VolumeGridSize.candidates(dose.getMax() - dose.getMin(), tilts(), blocks.imageWarp().isPresent());
	}

	@Override
	public WarpGrids warpGrids() {
		return new WarpGrids(blocks.imageWarp(), blocks.volumeWarp());
	}

	@Override
	public TiltSeriesModel withWarpGrids(final WarpGrids grids) {
		return new TiltSeriesModel(geometry, blocks.with(grids), magnification);
	}

	@Override
	public Set<SharedBlock> sharedBlocks() {
		return blocks.kinds();
	}

	@Override
	public TiltSeriesModel withBlockOf(final SharedBlock block, final ImagingModel other) {
		final TiltSeriesModel from = (TiltSeriesModel) other;
		return block == SharedBlock.MAGNIFICATION ? new TiltSeriesModel(this, geometry, from.magnification) : new TiltSeriesModel(
			this, BlockGrids.copy(block, from.geometry, geometry), magnification);
	}

	@Override
	public TiltSeriesModel withoutEffectOf(final SharedBlock block) {
		return block == SharedBlock.MAGNIFICATION ? new TiltSeriesModel(this, geometry, Magnification.with(magnification,
			new double[3], 0)) : new TiltSeriesModel(this, BlockGrids.without(block, geometry), magnification);
	}

	@Override
	public boolean acts(final SharedBlock block) {
		return block == SharedBlock.MAGNIFICATION ? Arrays.stream(Magnification.percent(magnification)).anyMatch(
			value -> value != 0) : BlockGrids.act(block, geometry);
	}

	@Override
	public int parametersBefore(final SharedBlock block) {
		return block == SharedBlock.MAGNIFICATION ? 3 : before.get(block);
	}

	@Override
	public int[] range(final SharedBlock block) {
		final int warps = 2 * blocks.imageWarp().nodes() * tilts();
		return switch (block) {
			case IMAGE_WARP -> new int[] { 0, warps };
			case STAGE_ANGLES -> new int[] { warps, warps + layout.angles() };
			case VOLUME_WARP -> new int[] { warps + layout.angles(), warps + layout.angles() + layout.volume() };
			case MAGNIFICATION -> new int[] { warps + layout.angles() + layout.volume(), warps + layout.size() };
		};
	}

	@Override
	public TiltSeriesModel fixing(final Set<SharedBlock> kinds) {
		return new TiltSeriesModel(geometry, blocks.without(kinds), magnification);
	}

	@Override
	public DeformationLayout layout() {
		return layout;
	}

	@Override
	public SharedDerivatives deformationDerivatives(final double[] position, final int tilt) {
		if (layout.size() == 0) return SharedDerivatives.NONE;
		final int most = (layout.angles() > 0 ? 3 : 0) + layout.volume() + layout.magnification();
		final int[] index = new int[most];
		final double[] columns = new double[SharedDerivatives.STRIDE * most];
		int used = 0;
		if (layout.angles() > 0) {
			final double[] turn = geometry.stageAngleJacobian(position, tilt);
			for (int a = 0; a < 3; a++, used++) {
				index[used] = layout.angle(tilt, a);
				for (int r = 0; r < 3; r++)
					columns[SharedDerivatives.STRIDE * used + 2 + r] = turn[3 * r + a];
			}
		}
		if (layout.volume() > 0) used = volumeDerivatives(position, tilt, index, columns, used);
		for (int m = 0; m < layout.magnification(); m++, used++) {
			index[used] = layout.magnification(m);
			Magnification.slopes(magnification, m, columns, SharedDerivatives.STRIDE * used);
		}
		return new SharedDerivatives(Arrays.copyOf(index, used), Arrays.copyOf(columns, SharedDerivatives.STRIDE * used));
	}

	/** Derivatives by the volume warp's nodes that act on a particle there: they shift it. */
	private int volumeDerivatives(final double[] position, final int tilt, final int[] index, final double[] columns,
		final int first)
	{
		final VolumeGridSize size = blocks.volumeWarp();
		final double[] box = geometry.volumeSize(), shift = geometry.displacementJacobian(position, tilt);
		final double[] weights = geometry.volumeWarpX().nodeWeights(position[0] / box[0], position[1] / box[1], position[2] /
			box[2], geometry.doseFractions()[tilt]);
		int used = first;
		for (int i = size.firstFree() * size.spatialNodes(); i < weights.length; i++) {
			if (weights[i] == 0) continue;
			for (int axis = 0; axis < 3; axis++, used++) {
				index[used] = layout.volume(axis, i / size.spatialNodes() - size.firstFree(), i % size.spatialNodes());
				columns[SharedDerivatives.STRIDE * used] = shift[axis] * weights[i];
				columns[SharedDerivatives.STRIDE * used + 1] = shift[3 + axis] * weights[i];
			}
		}
		return used;
	}

	@Override
	public double[] deformation() {
		final double[] values = new double[layout.size()];
		if (layout.angles() > 0) {
			final CubicGrid[] angles = { geometry.angleX(), geometry.angleY(), geometry.angleZ() };
			for (int i = 0; i < layout.angles(); i++)
				values[i] = angles[i % 3].valueAt(i / 3);
		}
		if (layout.volume() > 0) {
			final float[][] nodes = { geometry.volumeWarpX().values(), geometry.volumeWarpY().values(), geometry.volumeWarpZ()
				.values() };
			for (int axis = 0; axis < 3; axis++)
				for (int i = fixedNodes(); i < nodes[axis].length; i++)
					values[volumeIndex(axis, i)] = nodes[axis][i];
		}
		for (int m = 0; m < layout.magnification(); m++)
			values[layout.magnification(m)] = Magnification.percent(magnification)[m];
		return values;
	}

	private int fixedNodes() {
		return blocks.volumeWarp().firstFree() * blocks.volumeWarp().spatialNodes();
	}

	private int volumeIndex(final int axis, final int node) {
		final int free = node - fixedNodes(), spatial = blocks.volumeWarp().spatialNodes();
		return layout.volume(axis, free / spatial, free % spatial);
	}

	@Override
	public TiltSeriesModel withDeformation(final double[] values) {
		final TiltSeriesGeometryBuilder builder = geometry.toBuilder();
		if (layout.angles() > 0) {
			final float[][] angles = new float[3][tilts()];
			for (int i = 0; i < layout.angles(); i++)
				angles[i % 3][i / 3] = (float) values[i];
			builder.angleX(geometry.angleX().withValues(angles[0])).angleY(geometry.angleY().withValues(angles[1])).angleZ(
				geometry.angleZ().withValues(angles[2]));
		}
		if (layout.volume() > 0) builder.volumeWarpX(volumeGrid(geometry.volumeWarpX(), 0, values)).volumeWarpY(volumeGrid(
			geometry.volumeWarpY(), 1, values)).volumeWarpZ(volumeGrid(geometry.volumeWarpZ(), 2, values));
		return new TiltSeriesModel(this, builder.build(), layout.magnification() == 0 ? magnification : Magnification.with(
			magnification, values, layout.magnification(0)));
	}

	private LinearGrid4D volumeGrid(final LinearGrid4D grid, final int axis, final double[] values) {
		final float[] nodes = grid.values();
		for (int i = fixedNodes(); i < nodes.length; i++)
			nodes[i] = (float) values[volumeIndex(axis, i)];
		return new LinearGrid4D(grid.nx(), grid.ny(), grid.nz(), grid.nw(), nodes);
	}
}
