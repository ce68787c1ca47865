package org.mforfiji.run;

import org.mforfiji.base.Monitor;

/** Makes the progress within one item a part of the progress over all items. */
final class ItemMonitor implements Monitor {

	private static final long PARTS = 1000;

	private final Monitor outer;
	private final int item;
	private final int items;

	/** @param item number of the item, from 0 */
	ItemMonitor(final Monitor outer, final int item, final int items) {
		this.outer = outer;
		this.item = item;
		this.items = items;
	}

	@Override
	public void progress(final long done, final long total) {
		outer.progress(item * PARTS + PARTS * done / Math.max(1, total), items * PARTS);
	}

	@Override
	public void message(final String line) {
		outer.message(line);
	}

	@Override
	public void warning(final String line) {
		outer.warning(line);
	}

	@Override
	public boolean isCancelled() {
		return outer.isCancelled();
	}
}
