package org.mforfiji.simulate;

import java.nio.file.Path;

import org.mforfiji.io.warp.WarpPaths;

/**
 * The layout of a simulated project. Below {@link #root()}:
 *
 * <pre>
 * warp_tiltseries.settings   warp_frameseries.settings
 * tomostar/TS_01.tomostar …
 * warp_tiltseries/TS_01.xml …           given metadata (no warp, nominal CTF)
 * warp_frameseries/&lt;movie&gt;.tif, .xml     placeholder movies and their metadata
 * warp_frameseries/average/&lt;movie&gt;.mrc   the tilt images
 * particles/&lt;species&gt;_relion5.star, _relion31.star, _m.star    given poses
 * maps/&lt;species&gt;_half1.mrc, _half2.mrc, _mask.mrc             where the user starts
 * relion/                               tomograms, tilt series and optimisation sets for RELION 5
 * truth/warp_tiltseries, truth/particles, truth/maps           the same, true
 * truth/simulation.star                 what was asked for and measured
 * </pre>
 *
 * @param root the project folder
 */
public record ProjectFolders(Path root) {

	/** Settings of the tilt series, for creating a data source. */
	public Path tiltSeriesSettings() {
		return root.resolve("warp_tiltseries.settings");
	}

	Path frameSeriesSettings() {
		return root.resolve("warp_frameseries.settings");
	}

	/** Folder of the {@code .tomostar} files. */
	public Path tomostar() {
		return root.resolve("tomostar");
	}

	/** Processing folder of the tilt series: the given metadata. */
	public Path tiltSeries() {
		return root.resolve("warp_tiltseries");
	}

	/** Processing folder of the tilt movies. */
	public Path frameSeries() {
		return root.resolve("warp_frameseries");
	}

	/** Folder of the tilt images. */
	public Path averages() {
		return frameSeries().resolve("average");
	}

	/** A particle table; kind is {@code relion5}, {@code relion31} or {@code m}. */
	public Path particles(final String species, final String kind) {
		return root.resolve("particles").resolve(WarpPaths.safeName(species) + "_" + kind + ".star");
	}

	/** A map the user starts with; kind is {@code half1}, {@code half2} or {@code mask}. */
	public Path map(final String species, final String kind) {
		return root.resolve("maps").resolve(WarpPaths.safeName(species) + "_" + kind + ".mrc");
	}

	/** Working folder of RELION 5. */
	public Path relion() {
		return root.resolve("relion");
	}

	/** The truth, with the same layout inside. */
	public ProjectFolders truth() {
		return new ProjectFolders(root.resolve("truth"));
	}

	/** The noise-free map of a species; of {@link #truth()}. */
	public Path trueMap(final String species) {
		return root.resolve("maps").resolve(WarpPaths.safeName(species) + ".mrc");
	}

	/** What was asked for and measured; of {@link #truth()}. */
	public Path record() {
		return root.resolve("simulation.star");
	}
}
