package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.geometry.LinearGrid4D;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.GeometryBlocks;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.refine.TiltSeriesModel;
import org.mforfiji.refine.VolumeGridSize;
import org.mforfiji.store.ItemLoader;

/** Volume warp and stage angles go from the run into the metadata, also after a kill, and on from there. */
class GeometryRunTest {

	@TempDir
	Path folder;

	@Test
	void allGeometryIsStoredWhereMStoresIt() throws IOException {
		final RunOptions options = RunOptions.builder(SimulatedPopulation.refinement().volumeWarp(new VolumeGridSize(2, 2, 1, 3))
			.stageAngles(true).magnification(true).guard(false).build()).checkpointSeconds(0).build();
		final Population straight = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder.resolve("straight"));
		final RunReport report = SimulatedPopulation.run(straight, options, 2, moment -> {});
		assertTrue(report.totals().improvement() > 0);
		final TiltSeriesGeometry geometry = geometry(folder.resolve("straight"));
		final LinearGrid4D warp = geometry.volumeWarpX();
		assertEquals("2 2 1 3", warp.nx() + " " + warp.ny() + " " + warp.nz() + " " + warp.nw());
		for (int n = 0; n < 4; n++)
			assertEquals(0, warp.valueAt(n), "the first exposure is where it was");
		assertNotEquals(0, warp.valueAt(4));
		assertEquals("1 1 13", geometry.angleY().nx() + " " + geometry.angleY().ny() + " " + geometry.angleY().nz());
		assertNotEquals(0, geometry.angleY().valueAt(3));
		final double[] magnification = series(folder.resolve("straight"), 0).magnification();
		assertNotEquals(magnification[0], magnification[3]);
		assertEquals(magnification[1], magnification[2], 1e-6, "no rotation");
		double scale = 0;
		for (int i = 0; i < 2; i++) {
			final double[] m = series(folder.resolve("straight"), i).magnification();
			scale += Math.log(m[0] * m[3] - m[1] * m[2]);
		}
		assertEquals(0, scale, 1e-4, "the pixel size of the map stays");
		final StarBlock errors = StarFile.read(report.folder().resolve("simulated/TS_01_errors.star")).block("shared");
		assertEquals(13 * 8 + 13 * 3 + 3 * 4 * 2 + 3, errors.rows());
		for (int row = 0; row < errors.rows(); row++)
			assertTrue(errors.number(row, "mffSigma") > 0, errors.text(row, "mffParameter"));

		final Population killed = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder.resolve("killed"));
		SimulatedPopulation.killAt(killed, options, "item simulated/TS_01");
		SimulatedPopulation.run(SimulatedPopulation.open(folder.resolve("killed")), options, 1, moment -> {});
		final TiltSeriesGeometry resumed = geometry(folder.resolve("killed"));
		assertArrayEquals(magnification, series(folder.resolve("killed"), 0).magnification());
		for (int i = 0; i < warp.size(); i++)
			assertEquals(warp.valueAt(i), resumed.volumeWarpX().valueAt(i), "node " + i);

		SimulatedPopulation.run(SimulatedPopulation.open(folder.resolve("straight")), RunOptions.builder(SimulatedPopulation
			.refinement().volumeWarp(new VolumeGridSize(2, 2, 2, 5)).guard(false).build()).build(), 2, moment -> {});
		final TiltSeriesGeometry finer = geometry(folder.resolve("straight"));
		assertEquals(5, finer.volumeWarpX().nw());
		assertEquals(geometry.angleY().valueAt(3), finer.angleY().valueAt(3), "what is not refined stays");
	}

	/** What each series chose comes out of the journal of an interrupted run as it went in. */
	@Test
	void gridsThatSeriesChooseGoThroughTheJournal() throws IOException {
		final RunOptions options = RunOptions.builder(RefineOptions.builder().subIterations(1).imageWarp(new GridSize(1, 1)).volumeWarp(
			VolumeGridSize.AUTO).particles(true).guard(false).build()).checkpointSeconds(0).build();
		SimulatedPopulation.run(SimulatedPopulation.copy(SimulatedPopulation.shared(), folder.resolve("straight")), options, 2,
			moment -> {});
		SimulatedPopulation.killAt(SimulatedPopulation.copy(SimulatedPopulation.shared(), folder.resolve("killed")), options,
			"item simulated/TS_01");
		SimulatedPopulation.run(SimulatedPopulation.open(folder.resolve("killed")), options, 1, moment -> {});
		final LinearGrid4D chosen = geometry(folder.resolve("straight")).volumeWarpX();
		assertFalse(chosen.isZero(), "one node cannot be what was planted");
		assertTrue(chosen.nx() > 1 && chosen.nw() == 4, chosen.nx() + " nodes, " + chosen.nw());
		assertArrayEquals(chosen.values(), geometry(folder.resolve("killed")).volumeWarpX().values());
	}

	@Test
	void aWarpThatIsTakenAwayLeavesTheMetadata() throws IOException {
		final DataSource source = SimulatedPopulation.shared().sources().get(0);
		final TiltSeries plain = ItemLoader.load(source, source.items().get(0));
		final LinearGrid4D warp = new LinearGrid4D(1, 1, 1, 2, new float[] { 0, 0.5f });
		final TiltSeries warped = plain.withMetadata(plain.metadata().withVolumeWarp(warp, warp, warp));
		final GeometryBlocks none = GeometryBlocks.NONE.withVolumeWarp(VolumeGridSize.CLEARED);
		assertTrue(TiltSeriesItem.refined(TiltSeriesModel.of(warped, none), warped.metadata()).volumeWarp(2).isZero());
		assertSame(plain.metadata(), TiltSeriesItem.refined(TiltSeriesModel.of(plain, none), plain.metadata()));
	}

	private static TiltSeriesGeometry geometry(final Path folder) {
		return series(folder, 0).geometry();
	}

	private static TiltSeries series(final Path folder, final int i) {
		final DataSource source = SimulatedPopulation.open(folder).sources().get(0);
		return ItemLoader.load(source, source.items().get(i));
	}
}
