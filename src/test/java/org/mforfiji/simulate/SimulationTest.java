package org.mforfiji.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.CancelledException;
import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft2D;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.mrc.MrcMode;
import org.mforfiji.io.relion.OptimisationSet;
import org.mforfiji.io.relion.RelionTilt;
import org.mforfiji.io.relion.RelionTomogram;
import org.mforfiji.io.relion.RelionTomograms;
import org.mforfiji.io.relion.SplineDeformation;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.io.warp.WarpSettings;
import org.mforfiji.map.FourierShellCorrelation;
import org.mforfiji.map.Masks;
import org.mforfiji.map.SpeciesFsc;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.store.CreatePopulation;
import org.mforfiji.store.CreateSource;
import org.mforfiji.store.CreateSourceOptions;
import org.mforfiji.store.CreatedSource;
import org.mforfiji.store.ItemLoader;
import org.mforfiji.store.ParticleImport;
import org.mforfiji.store.ParticleImportOptions;
import org.mforfiji.store.ParticleTable;

class SimulationTest {

	@TempDir
	Path folder;

	private SimulationOptions twoSpecies() {
		final Path map = Projects.blob(folder, 20, 0, 0);
		return Projects.small(Projects.species(map, 6).name("My Virus").diameterA(200).symmetry("C2").build(), Projects.species(
			map, 4).build()).series(2).planted(PlantedErrors.builder().imageWarpRmsA(5).positionRmsA(4).angleRmsDeg(3)
				.stageAngleRmsDeg(0.5).build()).build();
	}

	/** The same options give the same bytes, whatever the number of threads; another seed gives others. */
	@Test
	void filesDependOnTheOptionsOnly() throws IOException {
		final SimulationOptions options = twoSpecies();
		final Path one = Projects.run(options, folder.resolve("one"), 1).folders().root();
		final Path three = Projects.run(options, folder.resolve("three"), 3).folders().root();
		final Path other = Projects.run(options.toBuilder().seed(2).build(), folder.resolve("other")).folders().root();
		final List<Path> files = files(one);
		assertEquals(files.stream().map(one::relativize).toList(), files(three).stream().map(three::relativize).toList());
		for (final Path file : files)
			assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(three.resolve(one.relativize(file))), file.toString());
		final Path image = one.relativize(one.resolve("warp_frameseries/average/TS_02_001_0.0.mrc"));
		assertFalse(java.util.Arrays.equals(Files.readAllBytes(one.resolve(image)), Files.readAllBytes(other.resolve(image))));
	}

	private static List<Path> files(final Path root) throws IOException {
		try (Stream<Path> all = Files.walk(root)) {
			return all.filter(Files::isRegularFile).sorted().toList();
		}
	}

	/** The way of a user: population, data source from the settings, particles of any table, series loaded. */
	@Test
	void theProjectOpensAsOneOfWarp() {
		final SimulationOptions options = twoSpecies();
		final Simulation.Result result = Projects.run(options, folder.resolve("project"));
		assertEquals(20, result.particles());
		assertEquals(220, result.images());
		final ProjectFolders folders = result.folders();
		final WarpSettings settings = WarpSettings.read(folders.tiltSeriesSettings());
		assertEquals(Projects.PIXEL, settings.input().pixelSize(), 0);
		final Population population = CreatePopulation.create(folder.resolve("population"), "test");
		final CreatedSource created = CreateSource.create(population, CreateSourceOptions.of(folders.tiltSeriesSettings(),
			"simulated"), Monitor.SILENT);
		assertEquals(2, created.groups().passing().size(), created.groups().summary());
		final DataSource source = created.source();
		final Truth truth = Truth.read(folders.root());
		for (final String species : truth.speciesNames()) {
			final List<Particle> m = ParticleTable.read(folders.particles(species, "m"), 1);
			for (final String kind : List.of("relion5", "relion31")) {
				final List<Particle> imported = ParticleImport.relion(folders.particles(species, kind), List.of(source),
					ParticleImportOptions.DEFAULT).particles();
				assertEquals(m.size(), imported.size());
				for (int i = 0; i < m.size(); i++) {
					assertArrayEquals(m.get(i).coordinates(), imported.get(i).coordinates(), 2e-5, kind);
					assertArrayEquals(m.get(i).anglesDeg(), imported.get(i).anglesDeg(), 2e-5, kind);
					assertEquals(m.get(i).sourceHash(), imported.get(i).sourceHash());
					assertEquals(m.get(i).halfSet(), imported.get(i).halfSet());
					assertEquals(String.valueOf(i), imported.get(i).extra().get(ParticlePlanner.ID));
				}
			}
		}
		final TiltSeries series = ItemLoader.load(source, source.items().get(0));
		assertArrayEquals(new double[] { 160 * Projects.PIXEL, 144 * Projects.PIXEL }, series.imageSize(), 1e-9);
		assertEquals(11, series.tilts());
		assertEquals(1, series.metadata().grid(SeriesGrid.MOVEMENT_X).size());
		assertTrue(truth.series("TS_01").metadata().grid(SeriesGrid.MOVEMENT_X).size() > 1);
		assertEquals(MrcMode.FLOAT16, MrcFile.readHeader(series.averagePath(3)).mode());
		assertEquals(160, MrcFile.read(series.averagePath(3)).nx());
	}

	@Test
	void moviesAreReadableImagesOfTheRightSize() {
		final ProjectFolders folders = Projects.run(twoSpecies(), folder.resolve("project")).folders();
		final ij.ImagePlus movie = new ij.io.Opener().openImage(folders.frameSeries().resolve("TS_01_001_0.0.tif").toString());
		assertEquals(160, movie.getWidth());
		assertEquals(144, movie.getHeight());
		assertEquals(1, movie.getProcessor().getStats().min, 0);
		assertEquals(1, movie.getProcessor().getStats().max, 0);
	}

	/** RELION's own rules for position and defocus, applied to its tables, give what Warp's give on its metadata. */
	@Test
	void relionSeesTheSameGeometry() {
		for (final boolean inverted : new boolean[] { false, true }) {
			final SimulationOptions plain = twoSpecies();
			final ProjectFolders folders = Projects.run(plain.toBuilder().tilts(plain.tilts().toBuilder().anglesInverted(inverted)
				.build()).build(), folder.resolve("project" + inverted)).folders();
			final Path relion = folders.relion();
			assertEquals(2, RelionTomograms.read(relion.resolve("tomograms.star")).tomograms().size());
			assertEquals(11, RelionTomograms.readTiltSeries(relion.resolve("tilt_series/TS_01.star")).size());
			final double hand = StarFile.read(relion.resolve("tomograms.star")).block("global").number(0, "rlnTomoHand");
			final StarBlock tilts = StarFile.read(relion.resolve("tilt_series/TS_01.star")).block("TS_01");
			final StarBlock table = StarFile.read(folders.particles("blob", "relion5")).block("particles");
			final TiltSeries given = Truth.read(folders.root()).series("TS_01").withMetadata(TiltSeriesXml.read(folders
				.tiltSeries().resolve("TS_01.xml")));
			final Particle particle = ParticleTable.read(folders.particles("blob", "m"), 1).get(0);
			final double[] p = { table.number(0, "rlnCenteredCoordinateXAngst"), table.number(0, "rlnCenteredCoordinateYAngst"),
				table.number(0, "rlnCenteredCoordinateZAngst") };
			for (int row = 0; row < tilts.rows(); row++) {
				final double[] v = Rotations.apply(Rotations.rotZ(tilts.number(row, "rlnTomoZRot")), Rotations.apply(Rotations.rotY(
					tilts.number(row, "rlnTomoYTilt")), Rotations.apply(Rotations.rotX(tilts.number(row, "rlnTomoXTilt")), p)));
				int t = 0;
				while (!tilts.text(row, "rlnMicrographName").endsWith("/" + given.averagePath(t).getFileName()))
					t++;
				final TiltSeriesGeometry.Projection at = given.geometry().project(particle.position(0), t);
				assertEquals(at.x(), v[0] + 80 * Projects.PIXEL + tilts.number(row, "rlnTomoXShiftAngst"), 1e-3);
				assertEquals(at.y(), v[1] + 72 * Projects.PIXEL + tilts.number(row, "rlnTomoYShiftAngst"), 1e-3);
				assertEquals(1e4 * at.defocusUm(), tilts.number(row, "rlnDefocusU") + hand * v[2], 0.02);
				assertEquals(given.geometry().dose()[t], tilts.number(row, "rlnMicrographPreExposure"), 1e-5);
			}
		}
	}

	/** The tables of the truth place particles where the true metadata do, image warp and defocus included. */
	@Test
	void relionSeesTheTruth() throws IOException {
		final SimulationOptions plain = twoSpecies();
		final ProjectFolders folders = Projects.run(plain.toBuilder().planted(plain.planted().toBuilder().imageWarpNodes(4, 3)
			.imageWarpRmsA(9).tiltShiftRmsA(5).volumeWarpRmsA(0).astigmatismUm(0.2).astigmatismAngleDeg(20).build()).build(), folder
				.resolve("project")).folders();
		final Truth truth = Truth.read(folders.root());
		final RelionTomogram tomogram = RelionTomograms.read(folders.relion().resolve("tomograms.star")).tomogram("TS_01");
		assertEquals(RelionTomogram.DeformationGrid.NONE, tomogram.acquisition().deformation());
		final OptimisationSet set = OptimisationSet.read(folders.relion().resolve("truth/optimisation_set_blob.star"));
		assertTrue(Files.isSameFile(folders.truth().particles("blob", "relion5"), set.particles()));
		final RelionTomogram warped = RelionTomograms.read(set.tomograms()).tomogram("TS_01");
		final TiltSeriesGeometry geometry = truth.series("TS_01").geometry();
		final Particle particle = truth.particles("blob").get(0);
		final double[] centred = particle.position(0);
		for (int d = 0; d < 3; d++)
			centred[d] -= geometry.volumeSize()[d] / 2;
		for (final RelionTilt tilt : warped.tilts()) {
			int t = 0;
			while (geometry.dose()[t] != tilt.exposureBefore())
				t++;
			final double[] seen = tilt.projection().apply(centred);
			final double x = seen[0] / Projects.PIXEL + 80, y = seen[1] / Projects.PIXEL + 72;
			final double[] more = SplineDeformation.of(tilt, warped.acquisition().deformation(), 160, 144).at(x, y);
			final TiltSeriesGeometry.Projection at = geometry.project(particle.position(0), t);
			assertEquals(at.x(), (x + more[0]) * Projects.PIXEL, 1e-3);
			assertEquals(at.y(), (y + more[1]) * Projects.PIXEL, 1e-3);
			assertEquals(0.2, tilt.ctf().defocusDeltaUm(), 1e-6);
			assertEquals(20, tilt.ctf().angleDeg(), 1e-6);
		}
		assertEquals(List.of("volume warp", "aberrations"), RelionProject.leftOut(PlantedErrors.builder().volumeWarpRmsA(2)
			.zernikeOdd(1).build()));
	}

	/** SNR and colour of the noise are what was asked for, measured in the files. */
	@Test
	void noiseIsAsAskedFor() {
		final SimulationOptions options = Projects.small(Projects.species(Projects.blob(folder, 0, 0, 0), 8).build()).series(2)
			.imaging(ImagingOptions.builder().snr(0.1).lowFrequencyNoise(5).noiseFalloffA(100).nyquistNoise(0.5).build())
			.noiseFreeImages(true).halfPrecision(false).build();
		final Simulation.Result result = Projects.run(options, folder.resolve("project"));
		assertEquals(0.1, result.snr(), 0.01);
		final Truth truth = Truth.read(result.folders().root());
		assertEquals(result.snr(), truth.recorded("simSnr"), 1e-5);
		double low = 0;
		double high = 0;
		int lows = 0;
		int highs = 0;
		double signal = 0;
		double noise = 0;
		for (final TiltSeries series : truth.series().values())
			for (int t = 0; t < series.tilts(); t++) {
				final float[] clean = MrcFile.read(truth.folders().truth().averages().resolve(series.averagePath(t).getFileName()))
					.data();
				final float[] image = MrcFile.read(series.averagePath(t)).data();
				final double mean = Simulation.MEAN_INTENSITY * Math.cos(Math.acos(series.geometry().tiltMatrix(t)[8]));
				for (int i = 0; i < image.length; i++)
					image[i] += (float) (clean[i] - mean);
				for (final float v : image)
					noise += (double) v * v / image.length;
				if (series.geometry().dose()[t] == 0) signal += variance(truth, series, t, clean) / truth.series().size();
				final float[] spectrum = new Fft2D(160, 144).forward(image);
				for (int y = 0; y < 144; y++)
					for (int x = 1; x < 80; x++) {
						final double k = Math.hypot(x / 160.0, (y <= 72 ? y : y - 144) / 144.0) / Projects.PIXEL;
						final double power = Math.pow(spectrum[2 * (y * 81 + x)], 2) + Math.pow(spectrum[2 * (y * 81 + x) + 1], 2);
						if (k < 0.002) {
							low += power;
							lows++;
						}
						if (k > 0.038 && k < 0.042) {
							high += power;
							highs++;
						}
					}
			}
		noise /= 2 * truth.series("TS_01").tilts();
		assertEquals(1, noise, 0.01);
		assertEquals(0.1, signal / noise, 0.015);
		final double expected = 6 * Math.exp(-0.01) / (1 - 0.5 * Math.pow(0.04 * 2 * Projects.PIXEL, 2));
		assertEquals(expected, low / lows / (high / highs), 0.15 * expected);
	}

	private static double variance(final Truth truth, final TiltSeries series, final int t, final float[] clean) {
		final double[] sums = new double[3];
		final List<Particle> particles = truth.particles("blob");
		for (int i = 0; i < particles.size(); i++)
			if (particles.get(i).sourceName().startsWith(series.name())) {
				final double[] at = truth.projections("blob", i)[t];
				TiltImage.measure(clean, 160, new double[] { at[0] / Projects.PIXEL, at[1] / Projects.PIXEL, 75 / Projects.PIXEL },
					sums);
			}
		return sums[2] / sums[0] - Math.pow(sums[1] / sums[0], 2);
	}

	/** Half-maps correlate with 0.143 near the resolution that was asked for, and the mask is tight and binary. */
	@Test
	void startingMapsHaveTheResolutionAskedFor() {
		final Random random = new Random(4);
		final List<AtomicModel.Atom> atoms = IntStream.range(0, 20000).mapToObj(i -> new AtomicModel.Atom(120 * random
			.nextDouble() - 60, 120 * random.nextDouble() - 60, 120 * random.nextDouble() - 60, Element.C, 1, 0, "A", i + "X",
			false)).toList();
		final AtomicModel model = new AtomicModel("cube", atoms);
		try (Parallel parallel = new Parallel(2)) {
			final Volume map = new AtomicDensity(80, 4, 50, false).map(model, parallel);
			final ReferenceMaps maps = new ReferenceMaps(map, parallel);
			final Volume mask = maps.mask();
			assertTrue(Masks.isBinary(mask));
			final double volume = Masks.fraction(mask) * 80 * 80 * 80 * 64;
			assertEquals(120 * 120 * 120, volume, 0.5 * 120 * 120 * 120);
			final Volume half1 = maps.halfMap(16, mask, new Random(1));
			final Volume half2 = maps.halfMap(16, mask, new Random(2));
			final double resolution = SpeciesFsc.compute(half1, half2, mask, 160, parallel).resolution();
			assertTrue(resolution > 13 && resolution < 19, "resolution " + resolution);
			final double[] withTruth = FourierShellCorrelation.between(half1, map, parallel);
			assertTrue(withTruth[3] > 0.95);
		}
	}

	@Test
	void nothingIsOverwrittenOrLeftBehind() throws IOException {
		final SimulationOptions options = twoSpecies();
		final Path project = folder.resolve("taken");
		Files.createDirectories(project);
		Files.writeString(project.resolve("mine.txt"), "mine");
		assertThrows(MException.class, () -> Projects.run(options, project));
		assertEquals(1, files(project).size());
		final Monitor cancel = new Monitor() {

			@Override
			public boolean isCancelled() {
				return true;
			}
		};
		final Path parent = Files.createDirectory(folder.resolve("parent"));
		assertThrows(CancelledException.class, () -> Simulation.run(options, parent.resolve("p"), Parallel.serial(), cancel));
		assertEquals(0, files(parent).size());
		assertThrows(MException.class, () -> Truth.read(parent));
	}
}
