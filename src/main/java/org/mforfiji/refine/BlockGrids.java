package org.mforfiji.refine;

import java.util.Map;

import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.LinearGrid4D;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.geometry.TiltSeriesGeometryBuilder;

/** The grids of each kind of shared parameters in the geometry of a tilt series; the magnification has none. */
final class BlockGrids {

	private BlockGrids() {}

	/** A geometry with the grids of a kind as another has them. */
	static TiltSeriesGeometry copy(final SharedBlock block, final TiltSeriesGeometry from, final TiltSeriesGeometry to) {
		final TiltSeriesGeometryBuilder builder = to.toBuilder();
		switch (block) {
			case IMAGE_WARP -> builder.movementX(from.movementX()).movementY(from.movementY());
			case STAGE_ANGLES -> builder.angleX(from.angleX()).angleY(from.angleY()).angleZ(from.angleZ());
			case VOLUME_WARP -> builder.volumeWarpX(from.volumeWarpX()).volumeWarpY(from.volumeWarpY()).volumeWarpZ(from
				.volumeWarpZ());
			default -> throw new IllegalArgumentException(block.toString());
		}
		return builder.build();
	}

	/** A geometry in which a kind has no effect. */
	static TiltSeriesGeometry without(final SharedBlock block, final TiltSeriesGeometry geometry) {
		final CubicGrid flat = CubicGrid.constant(0);
		final LinearGrid4D still = LinearGrid4D.constant(0);
		return copy(block, geometry.toBuilder().movementX(flat).movementY(flat).angleX(flat).angleY(flat).angleZ(flat).volumeWarpX(
			still).volumeWarpY(still).volumeWarpZ(still).build(), geometry);
	}

	/** Whether any node of a kind is not zero. */
	static boolean act(final SharedBlock block, final TiltSeriesGeometry geometry) {
		for (final float[] grid : values(block, geometry))
			for (final float value : grid)
				if (value != 0) return true;
		return false;
	}

	/** Number of nodes of each kind. */
	static Map<SharedBlock, Integer> nodes(final TiltSeriesGeometry geometry) {
		return Map.of(SharedBlock.IMAGE_WARP, geometry.movementX().size() + geometry.movementY().size(), SharedBlock.STAGE_ANGLES,
			geometry.angleX().size() + geometry.angleY().size() + geometry.angleZ().size(), SharedBlock.VOLUME_WARP, geometry
				.volumeWarpX().size() + geometry.volumeWarpY().size() + geometry.volumeWarpZ().size());
	}

	private static float[][] values(final SharedBlock block, final TiltSeriesGeometry geometry) {
		return switch (block) {
			case IMAGE_WARP -> new float[][] { geometry.movementX().values(), geometry.movementY().values() };
			case STAGE_ANGLES -> new float[][] { geometry.angleX().values(), geometry.angleY().values(), geometry.angleZ().values() };
			case VOLUME_WARP -> new float[][] { geometry.volumeWarpX().values(), geometry.volumeWarpY().values(), geometry
				.volumeWarpZ().values() };
			default -> throw new IllegalArgumentException(block.toString());
		};
	}
}
