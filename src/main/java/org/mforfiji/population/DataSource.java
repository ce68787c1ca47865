package org.mforfiji.population;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mforfiji.base.MException;

/**
 * A set of tilt series or frame series with common acquisition parameters: what a {@code .source} file holds. Immutable.
 */
public final class DataSource implements Member {

	private final Builder b;
	private final List<SourceItem> items;
	private final Map<String, SourceItem> byHash;

	private DataSource(final Builder builder) {
		b = new Builder(builder);
		items = List.copyOf(builder.items);
		byHash = new HashMap<>();
		for (final SourceItem item : items) {
			final SourceItem twin = byHash.put(item.hash(), item);
			if (twin != null) throw new MException("Two items have the same data hash: " + twin.fileName() + " and " + item
				.fileName(), file().toString(), "Remove one of them; both hold the same data under the same name");
		}
	}

	/**
	 * A new source with a random GUID.
	 *
	 * @param name display name
	 * @param file the {@code .source} file, in the folder of the item metadata
	 */
	public static Builder builder(final String name, final Path file) {
		return new Builder(name, file);
	}

	public Builder toBuilder() {
		return new Builder(b);
	}

	@Override
	public Identity identity() {
		return b.identity;
	}

	/** Å per unbinned detector pixel. */
	public double pixelSize() {
		return b.pixelSize;
	}

	/** Tomogram size x, y, z in unbinned pixels; meaningless for frame series. */
	public double[] dimensions() {
		return b.dimensions.clone();
	}

	/** Tomogram size x, y, z in Å. */
	public double[] volumeSize() {
		final double[] size = dimensions();
		for (int i = 0; i < 3; i++)
			size[i] *= b.pixelSize;
		return size;
	}

	/** The largest number of frames or tilts used per item, those with the least exposure first; −1 for all. */
	public int frameLimit() {
		return b.frameLimit;
	}

	/** How raw movies are corrected. */
	public MovieCorrection correction() {
		return b.correction;
	}

	/** Exposure of a frame series in e⁻/Å² per frame; a negative number is the total exposure of the movie. */
	public double dosePerFrame() {
		return b.dosePerFrame;
	}

	/** The items in stored order; their hashes are unique. */
	public List<SourceItem> items() {
		return items;
	}

	/** The item with that data hash. */
	public Optional<SourceItem> item(final String hash) {
		return Optional.ofNullable(byHash.get(hash));
	}

	/** Whether the items are tilt series; an empty source counts as frame series. */
	public boolean isTiltSeries() {
		return !items.isEmpty() && items.get(0).isTiltSeries();
	}

	/** The metadata file of an item. */
	public Path itemXml(final SourceItem item) {
		return folder().resolve(item.rootName() + ".xml");
	}

	@Override
	public String toString() {
		return "data source '" + name() + "' (" + guid() + ")";
	}

	/** Collects the properties of a {@link DataSource}. */
	public static final class Builder extends Identity.Builder<Builder> {

		private double pixelSize = 1.35;
		private double[] dimensions = { 3712, 3712, 1400 };
		private int frameLimit = -1;
		private MovieCorrection correction = MovieCorrection.NONE;
		private double dosePerFrame;
		private List<SourceItem> items = List.of();

		private Builder(final String name, final Path file) {
			super(Identity.of(name, file));
		}

		private Builder(final Builder other) {
			super(other.identity);
			pixelSize = other.pixelSize;
			dimensions = other.dimensions;
			frameLimit = other.frameLimit;
			correction = other.correction;
			dosePerFrame = other.dosePerFrame;
			items = other.items;
		}

		@Override
		Builder self() {
			return this;
		}

		/** Å per unbinned pixel, positive. */
		public Builder pixelSize(final double value) {
			pixelSize = value;
			return this;
		}

		/** Tomogram size in unbinned pixels. */
		public Builder dimensions(final double x, final double y, final double z) {
			dimensions = new double[] { x, y, z };
			return this;
		}

		public Builder frameLimit(final int value) {
			frameLimit = value;
			return this;
		}

		public Builder correction(final MovieCorrection value) {
			correction = value;
			return this;
		}

		public Builder dosePerFrame(final double value) {
			dosePerFrame = value;
			return this;
		}

		public Builder items(final List<SourceItem> value) {
			items = value;
			return this;
		}

		/**
		 * @throws MException if two items have the same hash or a size is not positive
		 */
		public DataSource build() {
			if (!(pixelSize > 0)) throw new MException("The pixel size of a data source must be positive, not " + pixelSize, identity
				.file().toString(), "Correct it in the settings or the source");
			return new DataSource(this);
		}
	}
}
