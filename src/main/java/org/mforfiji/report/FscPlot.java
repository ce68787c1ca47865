package org.mforfiji.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Stroke;
import java.awt.image.BufferedImage;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.mforfiji.map.FscCurves;

/**
 * Shell correlations over resolution, with the line at 0.143. Solid curves take the colours in turn; a dashed one has
 * the colour before it.
 */
public final class FscPlot {

	/** Colours that stay apart for colour-blind eyes (Okabe and Ito). */
	private static final Color[] COLOURS = { new Color(0x808080), new Color(0x0072B2), new Color(0xD55E00),
		new Color(0x009E73), new Color(
		0xCC79A7), new Color(0x56B4E9), new Color(0xE69F00), Color.BLACK };
	private static final Stroke SOLID = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
	private static final Stroke DASHED = new BasicStroke(1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1,
		new float[] { 6, 4 }, 0);
	private static final Font LABELS = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

	private FscPlot() {}

	/** The plot as an image, in pixels. */
	public static BufferedImage draw(final List<NamedCurve> curves, final int width, final int height) {
		return chart(curves).createBufferedImage(width, height);
	}

	/** The plot as a chart, for windows. */
	public static JFreeChart chart(final List<NamedCurve> curves) {
		final XYSeriesCollection series = new XYSeriesCollection();
		for (int i = 0; i < curves.size(); i++)
			series.addSeries(series(i, curves.get(i)));
		final JFreeChart chart = ChartFactory.createXYLineChart(null, "Resolution (Å)", "Fourier shell correlation",
			series, PlotOrientation.VERTICAL,
			!curves.isEmpty(), false, false);
		chart.setBackgroundPaint(Color.WHITE);
		if (chart.getLegend() != null) chart.getLegend().setItemFont(LABELS);
		final XYPlot plot = chart.getXYPlot();
		plot.setBackgroundPaint(Color.WHITE);
		plot.setDomainGridlinePaint(new Color(0xDDDDDD));
		plot.setRangeGridlinePaint(new Color(0xDDDDDD));
		plot.setRenderer(renderer(curves));
		plot.addRangeMarker(threshold());
		setAxes(plot, curves);
		return chart;
	}

	/** A series has its number as key, since two curves may have the same name. */
	private static XYSeries series(final int number, final NamedCurve curve) {
		final XYSeries series = new XYSeries(number, false);
		series.setDescription(curve.name());
		for (int i = 0; i < curve.frequency().length; i++)
			if (Double.isFinite(curve.value()[i])) series.add(curve.frequency()[i], curve.value()[i]);
		return series;
	}

	private static XYLineAndShapeRenderer renderer(final List<NamedCurve> curves) {
		final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
		renderer.setLegendItemLabelGenerator((data, number) -> curves.get(number).name());
		renderer.setDrawSeriesLineAsPath(true);
		int colour = -1;
		for (int i = 0; i < curves.size(); i++) {
			if (!curves.get(i).dashed() || colour < 0) colour++;
			renderer.setSeriesPaint(i, COLOURS[colour % COLOURS.length]);
			renderer.setSeriesStroke(i, curves.get(i).dashed() ? DASHED : SOLID);
		}
		return renderer;
	}

	private static ValueMarker threshold() {
		final ValueMarker line = new ValueMarker(FscCurves.THRESHOLD, Color.DARK_GRAY, new BasicStroke(1));
		line.setLabel(Double.toString(FscCurves.THRESHOLD));
		line.setLabelFont(LABELS);
		line.setLabelBackgroundColor(new Color(0, true));
		line.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
		line.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
		return line;
	}

	private static void setAxes(final XYPlot plot, final List<NamedCurve> curves) {
		final double end = curves.stream().mapToDouble(c -> c.frequency()[c.frequency().length - 1]).max().orElse(1);
		final NumberAxis frequency = (NumberAxis) plot.getDomainAxis();
		frequency.setRange(0, end > 0 ? end : 1);
		frequency.setNumberFormatOverride(new AsResolution());
		final double lowest = curves.stream().flatMapToDouble(c -> Arrays.stream(c.value())).filter(Double::isFinite)
			.min().orElse(0);
		final NumberAxis correlation = (NumberAxis) plot.getRangeAxis();
		correlation.setRange(Math.max(-0.5, Math.min(-0.1, lowest - 0.02)), 1.03);
		correlation.setTickUnit(new NumberTickUnit(0.1));
		for (final NumberAxis axis : new NumberAxis[] { frequency, correlation }) {
			axis.setTickLabelFont(LABELS);
			axis.setLabelFont(LABELS);
		}
	}

	/** Writes a frequency in 1/Å as the resolution it stands for. */
	private static final class AsResolution extends NumberFormat {

		private static final long serialVersionUID = 1L;

		@Override
		public StringBuffer format(final double frequency, final StringBuffer to, final FieldPosition position) {
			if (frequency <= 1e-9) return to.append('∞');
			final double resolution = 1 / frequency;
			return to.append(String.format(Locale.ROOT, resolution >= 20 ? "%.0f" : resolution >= 5 ? "%.1f" : "%.2f",
				resolution));
		}

		@Override
		public StringBuffer format(final long frequency, final StringBuffer to, final FieldPosition position) {
			return format((double) frequency, to, position);
		}

		/** Axes only write. */
		@Override
		public Number parse(final String text, final ParsePosition position) {
			throw new UnsupportedOperationException("an axis label is not read");
		}
	}
}
