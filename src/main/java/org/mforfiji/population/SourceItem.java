package org.mforfiji.population;

/**
 * One tilt series or frame series of a data source.
 *
 * @param hash data hash, 27 characters; the key by which particles name the item
 * @param fileName item file name with extension, without folder: {@code TS_01.tomostar}, {@code mov_0001.tif}
 */
public record SourceItem(String hash, String fileName) {

	/** Whether this is a tilt series. */
	public boolean isTiltSeries() {
		return fileName.toLowerCase(java.util.Locale.ROOT).endsWith(".tomostar");
	}

	/** The file name without its extension. */
	public String rootName() {
		final int dot = fileName.lastIndexOf('.');
		return dot < 0 ? fileName : fileName.substring(0, dot);
	}
}
