package org.mforfiji.io.warp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.LinearGrid4D;

/** Parameter grids as XML: an element with the dimensions as attributes and one {@code Node} child per value. */
final class GridXml {

	private static final String[] AXES = { "X", "Y", "Z", "W" };
	private static final String[] SIZES = { "Width", "Height", "Depth", "Duration" };
	private static final int MOST_NODES = 100_000_000;

	private GridXml() {}

	/** The grid of that name anywhere in the document, or a constant one where there is none. */
	static CubicGrid cubic(final XmlElement document, final String name, final float ifMissing, final String where) {
		return document.find(name).map(element -> cubic(element, where)).orElseGet(() -> CubicGrid.constant(ifMissing));
	}

	/** All grids of that name directly below the document's root, in file order. */
	static List<CubicGrid> cubics(final XmlElement document, final String name, final String where) {
		return document.children(name).stream().map(element -> cubic(element, where)).toList();
	}

	private static CubicGrid cubic(final XmlElement element, final String where) {
		final XmlParams attributes = XmlParams.ofAttributes(element, where);
		final int[] size = sizes(element, attributes, 3, where);
		final double[] margins = { attributes.number("MarginX", 0), attributes.number("MarginY", 0), attributes.number(
			"MarginZ", 0) };
		final float[] values = values(element, size, where);
		try {
			return new CubicGrid(size[0], size[1], size[2], margins, values);
		}
		catch (final MException fault) {
			throw new MException(fault.what(), where + ", " + element.name(), "Write the file again with the program that made it",
				fault);
		}
	}

	/** The four-dimensional grid of that name anywhere in the document, or zero. */
	static LinearGrid4D linear(final XmlElement document, final String name, final String where) {
		final Optional<XmlElement> element = document.find(name);
		if (element.isEmpty()) return LinearGrid4D.constant(0);
		final int[] size = sizes(element.get(), XmlParams.ofAttributes(element.get(), where), 4, where);
		return new LinearGrid4D(size[0], size[1], size[2], size[3], values(element.get(), size, where));
	}

	private static int[] sizes(final XmlElement element, final XmlParams attributes, final int axes, final String where) {
		final int[] size = new int[axes];
		long nodes = 1;
		for (int axis = 0; axis < axes; axis++) {
			size[axis] = attributes.integer(SIZES[axis], 1);
			nodes = size[axis] < 1 || nodes > MOST_NODES ? Long.MAX_VALUE : nodes * size[axis];
		}
		if (nodes > MOST_NODES) throw new MException("The grid " + element.name() + " has the impossible size " + Arrays
			.toString(size), where, "Write the file again with the program that made it");
		return size;
	}

	private static float[] values(final XmlElement element, final int[] size, final String where) {
		int total = 1;
		for (final int n : size)
			total *= n;
		final float[] values = new float[total];
		for (final XmlElement node : element.children("Node")) {
			final XmlParams attributes = XmlParams.ofAttributes(node, where + ", " + element.name());
			int index = 0;
			for (int axis = size.length - 1; axis >= 0; axis--) {
				final int at = attributes.integer(AXES[axis], 0);
				if (at < 0 || at >= size[axis]) throw new MException("A node of the grid " + element.name() + " lies at " +
					AXES[axis] + " = " + at + ", outside its " + size[axis] + " nodes", where,
					"Write the file again with the program that made it");
				index = index * size[axis] + at;
			}
			values[index] = (float) attributes.number("Value", 0);
			if (!Float.isFinite(values[index])) throw new MException("The node " + position(node) + " of the grid " + element
				.name() + " has the value " + node.attribute("Value", ""), where,
				"Repeat the step that wrote this grid, or correct the value");
		}
		return values;
	}

	private static String position(final XmlElement node) {
		final List<String> at = new ArrayList<>();
		for (final String axis : AXES)
			node.attribute(axis).ifPresent(value -> at.add(axis + " = " + value));
		return String.join(", ", at);
	}

	/** The element of a grid, nodes with x fastest. */
	static XmlElement element(final String name, final CubicGrid grid) {
		final double[] margins = grid.margins();
		return XmlElement.of(name, "Width", "" + grid.nx(), "Height", "" + grid.ny(), "Depth", "" + grid.nz(), "MarginX", WarpText
			.single(margins[0]), "MarginY", WarpText.single(margins[1]), "MarginZ", WarpText.single(margins[2])).withChildren(
				nodes(new int[] { grid.nx(), grid.ny(), grid.nz() }, grid.values()));
	}

	/** The element of a four-dimensional grid, nodes with x fastest and time slowest. */
	static XmlElement element(final String name, final LinearGrid4D grid) {
		return XmlElement.of(name, "Width", "" + grid.nx(), "Height", "" + grid.ny(), "Depth", "" + grid.nz(), "Duration", "" +
			grid.nw()).withChildren(nodes(new int[] { grid.nx(), grid.ny(), grid.nz(), grid.nw() }, grid.values()));
	}

	private static List<XmlElement> nodes(final int[] size, final float[] values) {
		final List<XmlElement> nodes = new ArrayList<>(values.length);
		for (int i = 0; i < values.length; i++) {
			final String[] attributes = new String[2 * size.length + 2];
			int rest = i;
			for (int axis = 0; axis < size.length; axis++) {
				attributes[2 * axis] = AXES[axis];
				attributes[2 * axis + 1] = Integer.toString(rest % size[axis]);
				rest /= size[axis];
			}
			attributes[2 * size.length] = "Value";
			attributes[2 * size.length + 1] = WarpText.single(values[i]);
			nodes.add(new XmlElement("Node", attributes, List.of(), ""));
		}
		return nodes;
	}
}
