package org.mforfiji.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.mforfiji.base.Volume;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.warp.DataHash;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.io.warp.Tomostar;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;

/** A small Warp project on disk for tests: frame series with averages, tomostar files, tilt series, settings. */
final class WarpFolder {

	static final int TILTS = 5;
	static final double PIXEL = 2.5;

	final Path root;
	final Path frames;
	final Path tomostars;
	final Path series;
	final Path settings;

	WarpFolder(final Path root) {
		this.root = root;
		frames = root.resolve("warp_frameseries");
		tomostars = root.resolve("tomostar");
		series = root.resolve("warp_tiltseries");
		settings = root.resolve("warp_tiltseries.settings");
		for (final Path folder : List.of(frames.resolve("average"), tomostars, series))
			Folders.create(folder);
		settings("");
	}

	/** The settings, with further Params of the filter. */
	void settings(final String filter) {
		write(settings, """
			<?xml version="1.0" encoding="utf-8"?>
			<Settings>
				<Param Name="ProcessCTF" Value="True" />
				<Import>
					<Param Name="DataFolder" Value="tomostar" />
					<Param Name="ProcessingFolder" Value="warp_tiltseries" />
					<Param Name="Extension" Value="*.tomostar" />
					<Param Name="PixelSize" Value="2.5" />
					<Param Name="BinTimes" Value="1" />
					<Param Name="DosePerAngstromFrame" Value="-3" />
					<Param Name="GainPath" Value="gain ref.mrc" />
					<Param Name="CorrectGain" Value="True" />
					<Param Name="GainFlipY" Value="True" />
				</Import>
				<Tomo>
					<Param Name="DimensionsX" Value="40" />
					<Param Name="DimensionsY" Value="48" />
					<Param Name="DimensionsZ" Value="20" />
				</Tomo>
				<Filter>
			""" + filter + "\n\t</Filter>\n</Settings>");
	}

	/** A processed series with raw movies, averages and metadata. */
	TiltSeriesMetadata series(final String name) {
		return series(name, 2.0, 0, 0, 4, "");
	}

	/** A processed series with these results of its CTF fit and this manual choice. */
	TiltSeriesMetadata series(final String name, final double defocus, final double delta, final double angle,
		final double resolution, final String manual)
	{
		final Tomostar tomostar = tomostar(name);
		XmlElement xml = TiltSeriesMetadata.of(tomostar, tomostars.toString()).xml();
		final XmlElement ctf = xml.child("CTF").orElseThrow().withParam("Defocus", "" + defocus).withParam("DefocusDelta", "" +
			delta).withParam("DefocusAngle", "" + angle);
		xml = xml.withChild(ctf, List.of()).plus(XmlElement.of("OptionsCTF").withParam("Window", "512")).withAttribute(
			"CTFResolutionEstimate", "" + resolution).withAttribute("UnselectManual", manual);
		final Path file = xml(name);
		XmlFile.write(xml, file);
		final float[] values = new float[TILTS];
		for (int t = 0; t < TILTS; t++)
			values[t] = (float) (defocus + 0.1 * t);
		final TiltSeriesMetadata metadata = TiltSeriesXml.read(file).withGrid(SeriesGrid.CTF, CubicGrid.zeros(1, 1, TILTS)
			.withValues(values));
		TiltSeriesXml.write(metadata, file);
		return metadata;
	}

	/** A series that was imported only: tomostar and raw data. */
	Tomostar tomostar(final String name) {
		final List<Tomostar.Tilt> tilts = new ArrayList<>();
		final Random random = new Random(name.hashCode());
		for (int t = 0; t < TILTS; t++) {
			final String movie = name + "_" + t + ".mrc";
			final float[] pixels = new float[32 * 24];
			for (int i = 0; i < pixels.length; i++)
				pixels[i] = random.nextFloat();
			MrcFile.writeStack(frames.resolve(movie), new Volume(pixels, 32, 24, 1, PIXEL));
			MrcFile.write(frames.resolve("average").resolve(movie), new Volume(new float[16 * 12], 16, 12, 1, 2 * PIXEL));
			tilts.add(new Tomostar.Tilt("../warp_frameseries/" + movie, 20 * (t - 2), new double[] { 12, 6, 0, 3, 9 }[t], Optional.of(
				new Tomostar.Alignment(85, 0, 0)), Optional.empty(), Optional.empty()));
		}
		final Tomostar tomostar = Tomostar.of(tilts, tomostars.resolve(name + ".tomostar").toString());
		tomostar.write(tomostars.resolve(name + ".tomostar"));
		return tomostar;
	}

	Path xml(final String name) {
		return series.resolve(name + ".xml");
	}

	Path movie(final String name, final int t) {
		return frames.resolve(name + "_" + t + ".mrc");
	}

	Path average(final String name, final int t) {
		return frames.resolve("average").resolve(name + "_" + t + ".mrc");
	}

	static void write(final Path file, final String text) {
		try {
			Files.writeString(file, text);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	static String text(final Path file) {
		try {
			return Files.readString(file);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** All files below the root with their sizes and contents' hashes, to see whether anything changed. */
	static List<String> state(final Path root) {
		final List<String> lines = new ArrayList<>();
		for (final Path file : Folders.listAll(root, "*"))
			try {
				lines.add(root.relativize(file) + " " + DataHash.ofBytes(Files.readAllBytes(file)));
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		return lines;
	}
}
