package org.mforfiji.independent;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A tilt series as the description of the format has it, formula by formula, in double precision and with nothing of the
 * program: the XML through a plain DOM, splines through their second derivatives, rotations written out. To check the
 * program by another way.
 */
final class LiteralSeries {

	/** Where a particle is in an image. */
	record Place(double x, double y, double defocusUm, double[][] orientation) {}

	final int tilts;
	final double[] angles;
	final double[] dose;
	final double[] axis;
	final double[] offsetX;
	final double[] offsetY;
	private final Document xml;
	private final double levelX;
	private final double levelY;
	private final boolean inverted;
	private final double[] volume;
	private final double[] image;
	private final Map<String, double[][][]> read = new HashMap<>();
	private final Map<String, Element> elements = new HashMap<>();

	/**
	 * @param volume size of the tomogram, Å
	 * @param image size of the tilt images, Å
	 */
	LiteralSeries(final Path file, final double[] volume, final double[] image) throws Exception {
		xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
		this.volume = volume;
		this.image = image;
		final Element root = xml.getDocumentElement();
		levelX = Double.parseDouble(root.getAttribute("LevelAngleX"));
		levelY = Double.parseDouble(root.getAttribute("LevelAngleY"));
		inverted = Boolean.parseBoolean(root.getAttribute("AreAnglesInverted"));
		angles = list("Angles");
		dose = list("Dose");
		axis = list("AxisAngle");
		offsetX = list("AxisOffsetX");
		offsetY = list("AxisOffsetY");
		tilts = angles.length;
	}

	private double[] list(final String name) {
		final String text = xml.getElementsByTagName(name).item(0).getTextContent();
		return Arrays.stream(text.split("\n")).mapToDouble(Double::parseDouble).toArray();
	}

	/** A Param of the CTF element. */
	double ctf(final String name) {
		return Double.parseDouble(ctfText(name));
	}

	/** Semicolon-separated numbers of the CTF element. */
	double[] ctfList(final String name) {
		return Arrays.stream(ctfText(name).split(";")).mapToDouble(Double::parseDouble).toArray();
	}

	private String ctfText(final String name) {
		final NodeList params = ((Element) xml.getElementsByTagName("CTF").item(0)).getElementsByTagName("Param");
		for (int i = 0; i < params.getLength(); i++)
			if (((Element) params.item(i)).getAttribute("Name").equals(name)) return ((Element) params.item(i)).getAttribute(
				"Value");
		throw new AssertionError(name);
	}

	/** M11, M21, M12, M22. */
	double[] magnification() {
		return Arrays.stream(xml.getDocumentElement().getAttribute("MagnificationCorrection").split(",")).mapToDouble(
			Double::parseDouble).toArray();
	}

	double tau(final int t) {
		return t / (tilts - 1.0);
	}

	double doseFraction(final int t) {
		final double min = Arrays.stream(dose).min().getAsDouble(), max = Arrays.stream(dose).max().getAsDouble();
		return (dose[t] - min) / (max - min);
	}

	/** Steps 1 to 7 of the position, and the orientation of a particle of Euler matrix {@code e}. */
	Place place(final double[] p, final double[][] e, final int t) {
		final double u = p[0] / volume[0], v = p[1] / volume[1], w = p[2] / volume[2], s = doseFraction(t);
		final double[] q = { p[0] - volume[0] / 2 + warp("GridVolumeWarpX", u, v, w, s), p[1] - volume[1] / 2 + warp(
			"GridVolumeWarpY", u, v, w, s), p[2] - volume[2] / 2 + warp("GridVolumeWarpZ", u, v, w, s) };
		final double[][] tilt = times(euler(0, angles[t] + levelY, -axis[t]), rx(levelX));
		final double[] r = times(tilt, q);
		final double x = r[0] + offsetX[t] + image[0] / 2, y = r[1] + offsetY[t] + image[1] / 2;
		final double height = inverted ? times(times(euler(0, -(angles[t] + levelY), -axis[t]), rx(-levelX)), new double[] {
			q[0], q[1], -q[2] })[2] : r[2];
		final double[][] stage = times(rz(grid("GridAngleZ", u, v, tau(t))), times(ry(grid("GridAngleY", u, v, tau(t))), rx(grid(
			"GridAngleX", u, v, tau(t)))));
		return new Place(x - grid("GridMovementX", x / image[0], y / image[1], tau(t)), y - grid("GridMovementY", x / image[0], y /
			image[1], tau(t)), grid("GridCTF", u, v, tau(t)) + 1e-4 * height, times(stage, times(tilt, e)));
	}

	/** The value of node t of a grid, without interpolation. */
	double node(final String name, final int t) {
		return nodes(name, 1, 1, tilts)[0][0][t];
	}

	private Element element(final String name) {
		return elements.computeIfAbsent(name, n -> (Element) xml.getElementsByTagName(n).item(0));
	}

	private static int dim(final Element element, final String name) {
		return element.getAttribute(name).isEmpty() ? 1 : Integer.parseInt(element.getAttribute(name));
	}

	private double[][][] nodes(final String name, final int nx, final int ny, final int nz) {
		return read.computeIfAbsent(name, n -> nodes(element(n), nx, ny, nz));
	}

	/** Values [x][y][z]. */
	private static double[][][] nodes(final Element grid, final int nx, final int ny, final int nz) {
		final double[][][] values = new double[nx][ny][nz];
		final NodeList nodes = grid.getElementsByTagName("Node");
		for (int i = 0; i < nodes.getLength(); i++) {
			final Element n = (Element) nodes.item(i);
			values[Integer.parseInt(n.getAttribute("X"))][Integer.parseInt(n.getAttribute("Y"))][Integer.parseInt(n.getAttribute(
				"Z"))] = Float.parseFloat(n.getAttribute("Value"));
		}
		return values;
	}

	/** A spline grid at a place: interpolated along z, then y, then x. */
	double grid(final String name, final double x, final double y, final double z) {
		final Element e = element(name);
		final int nx = dim(e, "Width"), ny = dim(e, "Height"), nz = dim(e, "Depth");
		final double[][][] f = nodes(name, nx, ny, nz);
		final double[] alongX = new double[nx];
		for (int i = 0; i < nx; i++) {
			final double[] alongY = new double[ny];
			for (int j = 0; j < ny; j++)
				alongY[j] = spline(f[i][j], cells(z, nz, margin(e, "MarginZ")));
			alongX[i] = spline(alongY, cells(y, ny, margin(e, "MarginY")));
		}
		return spline(alongX, cells(x, nx, margin(e, "MarginX")));
	}

	private static double margin(final Element e, final String name) {
		return e.getAttribute(name).isEmpty() ? 0 : Double.parseDouble(e.getAttribute(name));
	}

	private static double cells(final double x, final int n, final double margin) {
		return (x - margin) * (n - 1) / (1 - 2 * margin);
	}

	/** Natural cubic spline through unit-spaced values, from its second derivatives; the end pieces go on outside. */
	private static double spline(final double[] y, final double u) {
		final int n = y.length;
		if (n == 1) return y[0];
		final double[] m = new double[n], c = new double[n], d = new double[n];
		for (int i = 1; i < n - 1; i++) {
			final double pivot = 4 - c[i - 1];
			c[i] = 1 / pivot;
			d[i] = (6 * (y[i - 1] - 2 * y[i] + y[i + 1]) - d[i - 1]) / pivot;
		}
		for (int i = n - 2; i > 0; i--)
			m[i] = d[i] - c[i] * m[i + 1];
		final int i = (int) Math.max(0, Math.min(n - 2, Math.floor(u)));
		final double b = u - i, a = 1 - b;
		return a * y[i] + b * y[i + 1] + ((a * a * a - a) * m[i] + (b * b * b - b) * m[i + 1]) / 6;
	}

	/** A volume warp grid, four-fold linear. */
	private double warp(final String name, final double... at) {
		final Element e = element(name);
		final int[] n = { dim(e, "Width"), dim(e, "Height"), dim(e, "Depth"), dim(e, "Duration") };
		final NodeList nodes = e.getElementsByTagName("Node");
		final String[] axes = { "X", "Y", "Z", "W" };
		double sum = 0;
		for (int i = 0; i < nodes.getLength(); i++) {
			final Element node = (Element) nodes.item(i);
			double weight = Float.parseFloat(node.getAttribute("Value"));
			for (int a = 0; a < 4; a++)
				weight *= hat(at[a] * (n[a] - 1), Integer.parseInt(node.getAttribute(axes[a])), n[a]);
			sum += weight;
		}
		return sum;
	}

	/** Share of node i in the linear interpolation at c cells. */
	private static double hat(final double c, final int i, final int n) {
		final int low = (int) Math.max(0, Math.min(n - 1, c)), high = Math.min(low + 1, n - 1);
		if (high == low) return i == low ? 1 : 0;
		return i == low ? 1 - (c - low) : i == high ? c - low : 0;
	}

	/** E(rot, tilt, psi) = Rz(−psi)·Ry(−tilt)·Rz(−rot). */
	static double[][] euler(final double rot, final double tilt, final double psi) {
		return times(rz(-psi), times(ry(-tilt), rz(-rot)));
	}

	private static double[][] rx(final double deg) {
		final double c = Math.cos(Math.toRadians(deg)), s = Math.sin(Math.toRadians(deg));
		return new double[][] { { 1, 0, 0 }, { 0, c, -s }, { 0, s, c } };
	}

	private static double[][] ry(final double deg) {
		final double c = Math.cos(Math.toRadians(deg)), s = Math.sin(Math.toRadians(deg));
		return new double[][] { { c, 0, s }, { 0, 1, 0 }, { -s, 0, c } };
	}

	private static double[][] rz(final double deg) {
		final double c = Math.cos(Math.toRadians(deg)), s = Math.sin(Math.toRadians(deg));
		return new double[][] { { c, -s, 0 }, { s, c, 0 }, { 0, 0, 1 } };
	}

	static double[][] times(final double[][] a, final double[][] b) {
		final double[][] c = new double[3][3];
		for (int i = 0; i < 3; i++)
			for (int j = 0; j < 3; j++)
				for (int k = 0; k < 3; k++)
					c[i][j] += a[i][k] * b[k][j];
		return c;
	}

	static double[] times(final double[][] a, final double[] v) {
		final double[] r = new double[3];
		for (int i = 0; i < 3; i++)
			for (int k = 0; k < 3; k++)
				r[i] += a[i][k] * v[k];
		return r;
	}
}
