package org.mforfiji.io.mrc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;

class MrcFileTest {

	@TempDir
	Path folder;

	private static Volume noise(final int nx, final int ny, final int nz, final double pixelSize) {
		final Random random = new Random(nx + 100L * ny + 10000L * nz);
		final float[] data = new float[nx * ny * nz];
		for (int i = 0; i < data.length; i++)
			data[i] = (float) random.nextGaussian() * 3 + 1;
		return new Volume(data, nx, ny, nz, pixelSize);
	}

	@Test
	void volumeComesBackBitForBit() {
		final Volume map = noise(7, 5, 3, 0.834);
		MrcFile.write(folder.resolve("map.mrc"), map);
		final Volume read = MrcFile.read(folder.resolve("map.mrc"));
		assertArrayEquals(map.data(), read.data());
		assertArrayEquals(new int[] { 7, 5, 3 }, new int[] { read.nx(), read.ny(), read.nz() });
		assertEquals(0.834, read.pixelSize());
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.834, 1.35, 1.0825, 10, 12.00001, 0.7894736 })
	void pixelSizeComesBackAsItWas(final double pixelSize) {
		for (final int n : new int[] { 1, 3, 96, 254, 5760 }) {
			MrcFile.write(folder.resolve("p.mrc"), noise(n, 2, 2, pixelSize));
			assertEquals(pixelSize, MrcFile.readHeader(folder.resolve("p.mrc")).pixelSize(),
				pixelSize < 12.00001 ? 0 : 1e-6);
		}
	}

	@Test
	void volumeHeaderIsWhatTheFormatAsksFor() {
		final Volume map = noise(16, 12, 10, 2.5);
		final Path file = folder.resolve("map.mrc");
		MrcFile.write(file, map);
		final MrcHeader header = MrcFile.readHeader(file);
		assertEquals(MrcMode.FLOAT32, header.mode());
		assertEquals(1, header.spaceGroup());
		assertFalse(header.isStack());
		assertArrayEquals(new int[] { 16, 12, 10 }, header.grid());
		assertArrayEquals(new double[] { 40, 30, 25 }, header.cellA());
		double sum = 0;
		double squares = 0;
		float min = Float.MAX_VALUE;
		float max = -Float.MAX_VALUE;
		for (final float v : map.data()) {
			sum += v;
			squares += (double) v * v;
			min = Math.min(min, v);
			max = Math.max(max, v);
		}
		final double mean = sum / map.data().length;
		assertEquals(min, header.statistics()[0]);
		assertEquals(max, header.statistics()[1]);
		assertEquals(mean, header.statistics()[2], 1e-6);
		assertEquals(Math.sqrt(squares / map.data().length - mean * mean), header.statistics()[3], 1e-5);
		final ByteBuffer raw = bytes(file);
		assertEquals("MAP ", new String(raw.array(), 208, 4));
		assertEquals(0x44, raw.get(212));
		assertEquals(1024 + 4 * 16 * 12 * 10, raw.capacity());
		assertEquals(90f, raw.getFloat(52));
	}

	@Test
	void stackHeaderSaysStack() {
		MrcFile.writeStack(folder.resolve("stack.mrcs"), noise(8, 6, 4, 3));
		final MrcHeader header = MrcFile.readHeader(folder.resolve("stack.mrcs"));
		assertTrue(header.isStack());
		assertArrayEquals(new int[] { 8, 6, 1 }, header.grid());
		assertEquals(3, header.pixelSize(2));
		assertEquals(4, header.nz());
	}

	@Test
	void halfFloatsRoundToThreeDigits() throws IOException {
		final Volume map = noise(9, 9, 9, 1);
		MrcFile.write(folder.resolve("half.mrc"), map, MrcFormat.volume().asHalf());
		assertEquals(1024 + 2 * 729, Files.size(folder.resolve("half.mrc")));
		final Volume read = MrcFile.read(folder.resolve("half.mrc"));
		for (int i = 0; i < 729; i++)
			assertEquals(map.data()[i], read.data()[i], Math.abs(map.data()[i]) * 0x1p-11 + 1e-7);
	}

	@ParameterizedTest
	@CsvSource({ "INT8,false", "INT8,true", "INT16,false", "INT16,true", "FLOAT32,true", "UINT16,false", "UINT16,true",
		"FLOAT16,false",
		"FLOAT16,true" })
	void everyModeInBothByteOrders(final MrcMode mode, final boolean big) throws IOException {
		final ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
		final int extended = 160;
		final ByteBuffer bytes = header(3, 2, 2, mode.code(), order, extended, 12);
		final float[] expected = { 0, 1, -1, 2, 100, -100, 127, -128, 5, 6, 7, 8 };
		for (int i = 0; i < 12; i++) {
			if (mode == MrcMode.UINT16 && expected[i] < 0) expected[i] += 65536;
			final int at = 1024 + extended + i * mode.bytes();
			switch (mode) {
				case INT8 -> bytes.put(at, (byte) expected[i]);
				case INT16, UINT16 -> bytes.putShort(at, (short) (int) expected[i]);
				case FLOAT32 -> bytes.putFloat(at, expected[i]);
				case FLOAT16 -> bytes.putShort(at, Float16.fromFloat(expected[i]));
			}
		}
		final Path file = write("mode.mrc", bytes);
		assertArrayEquals(expected, MrcFile.read(file).data());
		assertEquals(2.0, MrcFile.read(file).pixelSize());
		assertArrayEquals(java.util.Arrays.copyOfRange(expected, 6, 12), MrcFile.readSlice(file, 1).data());
	}

	@Test
	void bytesOfImodMayBeUnsigned() throws IOException {
		final ByteBuffer bytes = header(2, 1, 1, 0, ByteOrder.LITTLE_ENDIAN, 0, 2);
		bytes.putInt(152, 1146047817);
		bytes.put(1024, (byte) 200);
		assertArrayEquals(new float[] { 200, 0 }, MrcFile.read(write("u.mrc", bytes)).data());
		bytes.putInt(156, 1);
		assertArrayEquals(new float[] { -56, 0 }, MrcFile.read(write("s.mrc", bytes)).data());
	}

	@Test
	void permutedAxesArePutInOrder() throws IOException {
		final ByteBuffer bytes = header(2, 3, 4, 2, ByteOrder.LITTLE_ENDIAN, 0, 24);
		bytes.putInt(64, 3).putInt(68, 1).putInt(72, 2);
		for (int i = 0; i < 24; i++)
			bytes.putFloat(1024 + 4 * i, i);
		final Path file = write("permuted.map", bytes);
		final Volume map = MrcFile.read(file);
		assertArrayEquals(new int[] { 3, 4, 2 }, new int[] { map.nx(), map.ny(), map.nz() });
		for (int s = 0; s < 4; s++)
			for (int r = 0; r < 3; r++)
				for (int c = 0; c < 2; c++)
					assertEquals((s * 3 + r) * 2 + c, map.at(r, s, c));
		assertArrayEquals(map.slice(1).data(), MrcFile.readSlice(file, 1).data());
		assertThrows(MException.class, () -> MrcFile.readSlice(file, 2));
	}

	@Test
	void slicesEqualTheWhole() {
		final Volume stack = noise(31, 17, 9, 1.5);
		final Path file = folder.resolve("stack.mrcs");
		MrcFile.writeStack(file, stack);
		for (int z = 0; z < 9; z++)
			assertArrayEquals(stack.slice(z).data(), MrcFile.readSlice(file, z).data());
		final Volume three = MrcFile.readSlices(file, 5, 3);
		assertEquals(3, three.nz());
		assertArrayEquals(stack.slice(6).data(), three.slice(1).data());
		for (final int z : new int[] { -1, 9, Integer.MAX_VALUE })
			assertTrue(assertThrows(MException.class, () -> MrcFile.readSlice(file, z)).where().endsWith("stack.mrcs"));
	}

	/** 600 GB on paper: only a reader that seeks can read a slice of it. */
	@Test
	void oneSliceOfAHugeSparseFileIsReadAlone() throws IOException {
		final Path file = folder.resolve("huge.mrcs");
		final int n = 4096;
		final int images = 600;
		final ByteBuffer bytes = header(n, n, images, 2, ByteOrder.LITTLE_ENDIAN, 0, 0);
		try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
			raw.write(bytes.array());
			raw.setLength(1024 + 4L * n * n * images);
		}
		final long start = System.nanoTime();
		assertEquals(n * n, MrcFile.readSlice(file, images - 1).data().length);
		assertTrue(System.nanoTime() - start < 5e9);
		assertTrue(assertThrows(MException.class, () -> MrcFile.read(file)).getMessage().contains("memory"));
	}

	@Test
	void truncatedFilesAreRefused() throws IOException {
		final Path file = folder.resolve("short.mrc");
		MrcFile.write(file, noise(8, 8, 8, 1));
		final byte[] all = Files.readAllBytes(file);
		for (final int length : new int[] { 0, 1, 1023, 1024, 1025, all.length - 1 }) {
			Files.write(file, java.util.Arrays.copyOf(all, length));
			final MException error = assertThrows(MException.class, () -> MrcFile.readHeader(file));
			assertEquals(file.toString(), error.where());
			assertFalse(error.remedy().isEmpty());
			assertThrows(MException.class, () -> MrcFile.read(file));
			assertThrows(MException.class, () -> MrcFile.readSlice(file, 0));
		}
	}

	@Test
	void nonsenseIsRefusedWithItsName() throws IOException {
		final byte[] text = "data_\n\nloop_\n_wrpMovieName #1\n".repeat(60).getBytes();
		final Path star = Files.write(folder.resolve("star.mrc"), text);
		assertTrue(assertThrows(MException.class, () -> MrcFile.read(star)).what().contains("not an MRC file"));
		final ByteBuffer complex = header(4, 4, 4, 4, ByteOrder.LITTLE_ENDIAN, 0, 64);
		assertTrue(assertThrows(MException.class, () -> MrcFile.read(write("complex.mrc",
			complex))).what().contains("mode 4"));
		final ByteBuffer axes = header(4, 4, 4, 2, ByteOrder.LITTLE_ENDIAN, 0, 64).putInt(64, 1).putInt(68,
			1).putInt(72, 3);
		assertTrue(assertThrows(MException.class, () -> MrcFile.read(write("axes.mrc",
			axes))).what().contains("axis order"));
		final ByteBuffer extended = header(4, 4, 4, 2, ByteOrder.LITTLE_ENDIAN, 0, 64).putInt(92, -5);
		assertTrue(assertThrows(MException.class, () -> MrcFile.read(write("ext.mrc",
			extended))).what().contains("extended"));
		final ByteBuffer zipped = header(4, 4, 4, 2, ByteOrder.LITTLE_ENDIAN, 0, 64).putShort(0, (short) 0x8B1F);
		assertTrue(assertThrows(MException.class, () -> MrcFile.read(write("gz.map",
			zipped))).remedy().contains("gunzip"));
		assertTrue(assertThrows(MException.class,
			() -> MrcFile.read(folder.resolve("none.mrc"))).what().contains("no such file"));
		assertTrue(assertThrows(MException.class, () -> MrcFile.read(folder)).what().contains("folder"));
	}

	@Test
	void nanIsRefusedUnlessAskedFor() throws IOException {
		for (final float bad : new float[] { Float.NaN, Float.POSITIVE_INFINITY }) {
			final Volume map = noise(5, 4, 3, 1);
			final Path file = folder.resolve("nan.mrc");
			MrcFile.write(file, map);
			final byte[] before = Files.readAllBytes(file);
			map.data()[(2 * 4 + 1) * 5 + 3] = bad;
			assertThrows(MException.class, () -> MrcFile.write(file, map));
			assertArrayEquals(before, Files.readAllBytes(file));
			assertEquals(1, Files.list(folder).count());
			MrcFile.write(file, map, MrcFormat.volume().withNonFinite());
			assertTrue(Float.isFinite(MrcFile.readHeader(file).statistics()[3]));
			final MException error = assertThrows(MException.class, () -> MrcFile.read(file));
			assertTrue(error.what().contains("(3, 1, 2)"), error.what());
			assertTrue(assertThrows(MException.class, () -> MrcFile.readSlice(file, 2)).what().contains("(3, 1, 2)"));
			assertArrayEquals(map.data(), MrcFile.readWithNonFinite(file).data());
			MrcFile.readSlice(file, 1);
		}
	}

	@Test
	void valuesTooLargeForHalfFloatsAreRefused() {
		final Volume map = noise(4, 4, 4, 1);
		map.data()[7] = -70000;
		assertThrows(MException.class, () -> MrcFile.write(folder.resolve("h.mrc"), map, MrcFormat.stack().asHalf()));
		assertFalse(Files.exists(folder.resolve("h.mrc")));
	}

	@Test
	void impossibleTargetsAreNamed() {
		final Path file = folder.resolve("no/such/folder/map.mrc");
		final MException error = assertThrows(MException.class, () -> MrcFile.write(file, noise(4, 4, 4, 1)));
		assertEquals(file.toString(), error.where());
		assertThrows(MException.class, () -> MrcFile.write(folder, noise(4, 4, 4, 1)));
		assertThrows(MException.class, () -> MrcFile.write(folder.resolve("x.mrc"), noise(4, 4, 4, 0)));
	}

	private static ByteBuffer header(final int nx, final int ny, final int nz, final int mode, final ByteOrder order,
		final int extended,
		final int voxels)
	{
		final ByteBuffer bytes = ByteBuffer.allocate(1024 + extended + 4 * voxels).order(order);
		bytes.putInt(nx).putInt(ny).putInt(nz).putInt(mode);
		bytes.putInt(28, nx).putInt(32, ny).putInt(36, nz).putFloat(40, 2f * nx).putFloat(44, 2f * ny).putFloat(48,
			2f * nz);
		bytes.putInt(64, 1).putInt(68, 2).putInt(72, 3).putInt(88, 1).putInt(92, extended);
		return bytes;
	}

	private Path write(final String name, final ByteBuffer bytes) throws IOException {
		return Files.write(folder.resolve(name), bytes.array());
	}

	private static ByteBuffer bytes(final Path file) {
		try {
			return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
		}
		catch (final IOException failed) {
			throw new AssertionError(failed);
		}
	}
}
