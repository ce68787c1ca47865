package org.mforfiji.io.warp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.LinearGrid4D;
import org.mforfiji.optics.Ctf;

/**
 * Everything in the XML of a tilt series: per-tilt lists, CTF, grids of parameters, and whatever else stands in the file,
 * which is kept. Immutable; every {@code with…} returns a changed copy in which all other texts stay as they were read.
 * Lists have one value per tilt in stored order, that of the {@code .tomostar}.
 */
public final class TiltSeriesMetadata {

	/** The child elements of a tilt series in the order in which M writes them. */
	static final List<String> ORDER = List.of("Angles", "Dose", "UseTilt", "AxisAngle", "AxisOffsetX", "AxisOffsetY",
		"MoviePath", "FOVFraction", "TiltPS1D", "TiltSimulatedScale", "PS1D", "SimulatedScale", "OptionsCTF", "CTF", "GridCTF",
		"GridCTFDefocusDelta", "GridCTFDefocusAngle", "GridCTFPhase", "GridMovementX", "GridMovementY", "GridVolumeWarpX",
		"GridVolumeWarpY", "GridVolumeWarpZ", "GridAngleX", "GridAngleY", "GridAngleZ", "GridDoseBfacs", "GridDoseBfacsDelta",
		"GridDoseBfacsAngle", "GridDoseWeights", "GridLocationBfacs", "GridLocationWeights");

	private static final String[] VOLUME_WARP = { "GridVolumeWarpX", "GridVolumeWarpY", "GridVolumeWarpZ" };

	private final XmlElement root;
	private final String where;
	private final XmlParams attributes;
	private final TiltLists lists;
	private final double[] magnification;
	private final Ctf ctf;
	private final Map<SeriesGrid, CubicGrid> grids = new EnumMap<>(SeriesGrid.class);
	private final LinearGrid4D[] volumeWarp = new LinearGrid4D[3];

	/** The lists with one value per tilt. */
	private record TiltLists(double[] angles, double[] dose, boolean[] useTilt, double[] axisAngles, double[] axisOffsetX,
		double[] axisOffsetY, List<String> moviePaths, double[] fovFraction)
	{}

	private TiltSeriesMetadata(final XmlElement root, final String where) {
		this.root = root;
		this.where = where;
		attributes = XmlParams.ofAttributes(root, where);
		if (root.name().equals("Movie")) throw new MException("These are the metadata of a frame series, not of a tilt series",
			where, "Give the XML of the tilt series, which has the root name of its .tomostar");
		lists = lists(root, where);
		magnification = magnification(root, where);
		ctf = CtfXml.read(root, where);
		for (final SeriesGrid grid : SeriesGrid.values())
			grids.put(grid, GridXml.cubic(root, grid.elementName(), grid.ifMissing(), where));
		for (int axis = 0; axis < 3; axis++)
			volumeWarp[axis] = GridXml.linear(root, VOLUME_WARP[axis], where);
	}

	/**
	 * Reads the tree of a tilt-series XML.
	 *
	 * @param where the file, for error messages
	 * @throws MException if a value cannot be understood or lists differ in length
	 */
	static TiltSeriesMetadata of(final XmlElement root, final String where) {
		return new TiltSeriesMetadata(root, where);
	}

	private static TiltLists lists(final XmlElement root, final String where) {
		final PerTilt lists = new PerTilt(root, where, PerTilt.length(root, "Angles"));
		return new TiltLists(lists.numbers("Angles", 0), lists.numbers("Dose", 0), lists.flags("UseTilt"), lists.numbers(
			"AxisAngle", 0), lists.numbers("AxisOffsetX", 0), lists.numbers("AxisOffsetY", 0), lists.texts("MoviePath"), lists
				.numbers("FOVFraction", 1));
	}

	/** Row-major; files of Warp 1 hold three numbers of another meaning, which count as the identity, as in M. */
	private static double[] magnification(final XmlElement root, final String where) {
		final String text = root.attribute("MagnificationCorrection", "1, 0, 0, 1");
		final double[] m = WarpText.parseNumbers(text, ",").orElseThrow(() -> new MException("The value '" + text +
			"' of MagnificationCorrection is not four numbers", where, "Correct the value in the file"));
		return m.length == 4 ? new double[] { m[0], m[2], m[1], m[3] } : new double[] { 1, 0, 0, 1 };
	}

	/**
	 * The metadata of a series that has no XML yet, with neutral grids.
	 *
	 * @param dataDirectory folder of the {@code .tomostar}, empty if the XML will lie in the same
	 */
	public static TiltSeriesMetadata of(final Tomostar tomostar, final String dataDirectory) {
		final XmlElement bare = XmlElement.of("TiltSeries", "DataDirectory", dataDirectory, "AreAnglesInverted", "False",
			"PlaneNormal", "0, 0, 0", "LevelAngleX", "0", "LevelAngleY", "0", "Bfactor", "0", "Weight", "1",
			"MagnificationCorrection", "1, 0, 0, 1", "UnselectFilter", "False", "UnselectManual", "", "CTFResolutionEstimate",
			"0");
		final List<XmlElement> children = new ArrayList<>(elements(tomostar));
		children.add(CtfXml.element(XmlElement.of("CTF"), Ctf.builder().build()));
		for (final SeriesGrid grid : SeriesGrid.values()) {
			if (grid == SeriesGrid.ANGLE_X) for (final String name : VOLUME_WARP)
				children.add(GridXml.element(name, LinearGrid4D.constant(0)));
			children.add(GridXml.element(grid.elementName(), CubicGrid.constant(grid.ifMissing())));
		}
		return new TiltSeriesMetadata(bare.withChildren(children), tomostar.where());
	}

	private static List<XmlElement> elements(final Tomostar tomostar) {
		final int n = tomostar.tilts();
		final boolean[] all = new boolean[n];
		Arrays.fill(all, true);
		final double[] whole = new double[n];
		Arrays.fill(whole, 1);
		return List.of(PerTilt.element("Angles", tomostar.angles()), PerTilt.element("Dose", tomostar.dose()), PerTilt.element(
			"UseTilt", all), PerTilt.element("AxisAngle", tomostar.axisAngles()), PerTilt.element("AxisOffsetX", tomostar
				.axisOffsetX()), PerTilt.element("AxisOffsetY", tomostar.axisOffsetY()), PerTilt.element("MoviePath", tomostar
					.movieNames()), PerTilt.element("FOVFraction", whole));
	}

	/** With the tilts of a {@code .tomostar} in place of the per-tilt lists: what M does with an XML of at most one tilt. */
	public TiltSeriesMetadata withTilts(final Tomostar tomostar) {
		XmlElement changed = root;
		for (final XmlElement list : elements(tomostar))
			changed = changed.withChild(list, ORDER);
		return new TiltSeriesMetadata(changed, where);
	}

	/** The whole file as a tree. */
	public XmlElement xml() {
		return root;
	}

	/** The file that this was read from, for messages. */
	public String where() {
		return where;
	}

	/** Number of tilts; 0 or 1 means that the file was never filled and the {@code .tomostar} rules. */
	public int tilts() {
		return lists.angles.length;
	}

	/** Stage tilt in degrees. */
	public double[] angles() {
		return lists.angles.clone();
	}

	/** Exposure in e⁻/Å² that the sample had before each tilt. */
	public double[] dose() {
		return lists.dose.clone();
	}

	/** Which tilts are used. */
	public boolean[] useTilt() {
		return lists.useTilt.clone();
	}

	/** Angle of the tilt axis in degrees. */
	public double[] axisAngles() {
		return lists.axisAngles.clone();
	}

	/** Shift along x in image space, Å. */
	public double[] axisOffsetX() {
		return lists.axisOffsetX.clone();
	}

	/** Shift along y in image space, Å. */
	public double[] axisOffsetY() {
		return lists.axisOffsetY.clone();
	}

	/** Path of each tilt movie, relative to the data directory (or to the folder of the XML where that is empty). */
	public List<String> moviePaths() {
		return lists.moviePaths;
	}

	/** Part of the tomogram's central plane that each tilt image shows, 0 to 1. */
	public double[] fovFraction() {
		return lists.fovFraction.clone();
	}

	/** Folder of the {@code .tomostar}; empty if the XML lies in the same. */
	public String dataDirectory() {
		return attributes.text("DataDirectory", "");
	}

	/** Whether the defocus gradient has the flipped hand. */
	public boolean anglesInverted() {
		return attributes.bool("AreAnglesInverted", false);
	}

	/** Level angle about x in degrees. */
	public double levelAngleX() {
		return attributes.finite("LevelAngleX", 0);
	}

	/** Level angle about y in degrees. */
	public double levelAngleY() {
		return attributes.finite("LevelAngleY", 0);
	}

	/** B-factor of the whole series in Å². */
	public double bfactor() {
		return attributes.finite("Bfactor", 0);
	}

	/** Weight of the whole series. */
	public double weight() {
		return attributes.finite("Weight", 1);
	}

	/** Size x, y of the tilt images in Å as the file remembers it; empty if it does not. */
	public Optional<double[]> imageDimensions() {
		final double[] size = attributes.vector("ImageDimensionsAngstrom", 0, 0);
		return size[0] > 0 && size[1] > 0 ? Optional.of(size) : Optional.empty();
	}

	/** Resolution of the CTF fit in Å; 0 if unknown. */
	public double ctfResolutionEstimate() {
		return attributes.number("CTFResolutionEstimate", 0);
	}

	/** Manual choice: true to leave the series out, false to force it in. */
	public Optional<Boolean> unselectManual() {
		return ItemQuality.manual(root);
	}

	/** Magnification matrix, 2×2, row-major: multiplies the in-plane frequencies of an image before look-up in the map. */
	public double[] magnification() {
		return magnification.clone();
	}

	/** The CTF of the series; defocus, astigmatism and phase shift of a tilt stand in the grids. */
	public Ctf ctf() {
		return ctf;
	}

	/** One of the spline grids. */
	public CubicGrid grid(final SeriesGrid grid) {
		return grids.get(grid);
	}

	/** Volume warp along x (0), y (1) or z (2) in Å over the volume and the normalised exposure; added. */
	public LinearGrid4D volumeWarp(final int axis) {
		return volumeWarp[axis];
	}

	/** Whether the defocus of every tilt is known: a defocus grid with one node per tilt. */
	public boolean hasPerTiltDefocus() {
		final CubicGrid defocus = grid(SeriesGrid.CTF);
		return tilts() > 0 && defocus.nz() == tilts();
	}

	/** With that grid. */
	public TiltSeriesMetadata withGrid(final SeriesGrid grid, final CubicGrid nodes) {
		return new TiltSeriesMetadata(root.withChild(GridXml.element(grid.elementName(), nodes), ORDER), where);
	}

	/** The contrast transfer before it was refined for the first time; empty if it never was. */
	public Optional<ImportedOptics> importedOptics() {
		return ImportedOptics.read(root, tilts(), where);
	}

	/** With that memory of the contrast transfer. */
	public TiltSeriesMetadata withImportedOptics(final ImportedOptics optics) {
		return new TiltSeriesMetadata(root.withChild(optics.element(), ORDER), where);
	}

	/** With that image warp, Å, subtracted from positions. */
	public TiltSeriesMetadata withImageWarp(final CubicGrid x, final CubicGrid y) {
		return new TiltSeriesMetadata(root.withChild(GridXml.element(SeriesGrid.MOVEMENT_X.elementName(), x), ORDER).withChild(
			GridXml.element(SeriesGrid.MOVEMENT_Y.elementName(), y), ORDER), where);
	}

	/** With that volume warp, Å, added to positions. */
	public TiltSeriesMetadata withVolumeWarp(final LinearGrid4D x, final LinearGrid4D y, final LinearGrid4D z) {
		return new TiltSeriesMetadata(root.withChild(GridXml.element(VOLUME_WARP[0], x), ORDER).withChild(GridXml.element(
			VOLUME_WARP[1], y), ORDER).withChild(GridXml.element(VOLUME_WARP[2], z), ORDER), where);
	}

	/** With these optics of the series. */
	public TiltSeriesMetadata withCtf(final Ctf changed) {
		final XmlElement element = CtfXml.element(root.find("CTF").orElse(XmlElement.of("CTF")), changed);
		return new TiltSeriesMetadata(root.withChild(element, ORDER), where);
	}

	/** With that choice of tilts. */
	public TiltSeriesMetadata withUseTilt(final boolean[] use) {
		return withList("UseTilt", PerTilt.element("UseTilt", use), use.length);
	}

	/** With that alignment: tilt angles and axis angles in degrees, offsets in Å. */
	public TiltSeriesMetadata withAlignment(final double[] angles, final double[] axisAngles, final double[] offsetX,
		final double[] offsetY)
	{
		return withList("Angles", PerTilt.element("Angles", angles), angles.length).withList("AxisAngle", PerTilt.element(
			"AxisAngle", axisAngles), axisAngles.length).withList("AxisOffsetX", PerTilt.element("AxisOffsetX", offsetX),
				offsetX.length).withList("AxisOffsetY", PerTilt.element("AxisOffsetY", offsetY), offsetY.length);
	}

	private TiltSeriesMetadata withList(final String name, final XmlElement list, final int length) {
		if (length != tilts()) throw new MException("A list " + name + " of " + length + " entries does not fit " + tilts() +
			" tilts", where, "");
		return new TiltSeriesMetadata(root.withChild(list, ORDER), where);
	}

	/** With that magnification matrix, 2×2, row-major. */
	public TiltSeriesMetadata withMagnification(final double[] m) {
		return withAttribute("MagnificationCorrection", WarpText.singles(new double[] { m[0], m[2], m[1], m[3] }, ", "));
	}

	/** With that weight and B-factor (Å²) of the whole series. */
	public TiltSeriesMetadata withWeight(final double weight, final double bfactor) {
		return withAttribute("Weight", WarpText.single(weight)).withAttribute("Bfactor", WarpText.single(bfactor));
	}

	/** With these level angles in degrees. */
	public TiltSeriesMetadata withLevelAngles(final double x, final double y) {
		return withAttribute("LevelAngleX", WarpText.single(x)).withAttribute("LevelAngleY", WarpText.single(y));
	}

	/** With that hand of the defocus gradient. */
	public TiltSeriesMetadata withAnglesInverted(final boolean inverted) {
		return withAttribute("AreAnglesInverted", WarpText.bool(inverted));
	}

	/** With that manual choice: true to leave the series out, false to force it in, empty to follow the filter. */
	public TiltSeriesMetadata withUnselectManual(final Optional<Boolean> choice) {
		return withAttribute("UnselectManual", choice.map(WarpText::bool).orElse(""));
	}

	/** With the sizes of tilt images (x, y) and tomogram (x, y, z) in Å, which M keeps as a memory. */
	public TiltSeriesMetadata withDimensions(final double[] image, final double[] volume) {
		return withAttribute("ImageDimensionsAngstrom", WarpText.singles(image, ", ")).withAttribute(
			"VolumeDimensionsAngstrom", WarpText.singles(volume, ", "));
	}

	private TiltSeriesMetadata withAttribute(final String name, final String value) {
		return new TiltSeriesMetadata(root.withAttribute(name, value), where);
	}
}
