package org.mforfiji.io.warp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;

class DataHashTest {

	@TempDir
	Path folder;

	@Test
	void agreesWithTheKnownVectors() {
		assertEquals("nwT0GoSFFBYgUOPWjBp6u0QdwrU", DataHash.ofText("abc"));
		final byte[] data = new byte[1024];
		for (int i = 0; i < data.length; i++)
			data[i] = (byte) i;
		assertEquals("SLlDcHGWHTl-KkGXCQRvFsrRVr4", DataHash.ofBytes(DataHash.utf16("TS_01"), data));
	}

	@Test
	void readsOnlyTheStartOfTheData() throws IOException {
		final byte[] data = new byte[DataHash.DATA_BYTES + 100];
		final Path file = Files.write(folder.resolve("a.tif"), data);
		final String hash = DataHash.ofItem("TS_01", file);
		data[DataHash.DATA_BYTES + 50] = 1;
		Files.write(file, data);
		assertEquals(hash, DataHash.ofItem("TS_01", file));
		assertNotEquals(hash, DataHash.ofItem("TS_02", file));
		data[DataHash.DATA_BYTES - 1] = 1;
		Files.write(file, data);
		assertNotEquals(hash, DataHash.ofItem("TS_01", file));
		assertEquals(27, hash.length());
	}

	@Test
	void aMissingFileIsNamed() {
		final MException e = assertThrows(MException.class, () -> DataHash.ofItem("TS_01", folder.resolve("gone.tif")));
		assertEquals(folder.resolve("gone.tif").toString(), e.where());
	}
}
