package org.mforfiji.geometry;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The parts of a tilt-series XML of Warp that the geometry needs, read with nothing but the JDK. */
final class GoldenSeries {

	private final Document document;

	private GoldenSeries(final Document document) {
		this.document = document;
	}

	static GoldenSeries read(final Path file) throws Exception {
		try (InputStream in = Files.newInputStream(file)) {
			return new GoldenSeries(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in));
		}
	}

	TiltSeriesGeometryBuilder geometry() {
		final Element root = document.getDocumentElement();
		return TiltSeriesGeometry.builder().angles(list("Angles")).dose(list("Dose")).axisAngles(list("AxisAngle")).axisOffsetX(
			list("AxisOffsetX")).axisOffsetY(list("AxisOffsetY")).levelAngleX(Double.parseDouble(root.getAttribute(
				"LevelAngleX"))).levelAngleY(Double.parseDouble(root.getAttribute("LevelAngleY"))).anglesInverted(root
					.getAttribute("AreAnglesInverted").equals("True")).movementX(grid("GridMovementX")).movementY(grid(
						"GridMovementY")).angleX(grid("GridAngleX")).angleY(grid("GridAngleY")).angleZ(grid("GridAngleZ")).defocus(
							grid("GridCTF"));
	}

	private double[] list(final String name) {
		final String text = document.getElementsByTagName(name).item(0).getTextContent();
		return Arrays.stream(text.split("\n")).mapToDouble(Double::parseDouble).toArray();
	}

	CubicGrid grid(final String name) {
		final Element grid = (Element) document.getElementsByTagName(name).item(0);
		final int nx = integer(grid, "Width");
		final int ny = integer(grid, "Height");
		final int nz = integer(grid, "Depth");
		final float[] values = new float[nx * ny * nz];
		final NodeList nodes = grid.getElementsByTagName("Node");
		for (int i = 0; i < nodes.getLength(); i++) {
			final Element node = (Element) nodes.item(i);
			final int at = (integer(node, "Z") * ny + integer(node, "Y")) * nx + integer(node, "X");
			values[at] = Float.parseFloat(node.getAttribute("Value"));
		}
		return new CubicGrid(nx, ny, nz, new double[] { margin(grid, "X"), margin(grid, "Y"), margin(grid, "Z") }, values);
	}

	private static int integer(final Element element, final String name) {
		return Integer.parseInt(element.getAttribute(name));
	}

	private static double margin(final Element element, final String axis) {
		final String text = element.getAttribute("Margin" + axis);
		return text.isEmpty() ? 0 : Double.parseDouble(text);
	}
}
