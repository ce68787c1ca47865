package org.mforfiji.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.refine.Judgement;

/** What held-out particles said of an item's blocks, as a table of a STAR file. */
final class JudgementTable {

	private static final String NAME = "judgements";
	private static final String BLOCK = "mffBlock", GAIN = "mffHeldOutGain", NOISE = "mffHeldOutNoise", PARTICLES =
		"mffHeldOutParticles", CHANGE = "mffHeldOutChange", CHANGE_NOISE = "mffHeldOutChangeNoise", KEPT = "mffKept";

	private JudgementTable() {}

	/** Of one item. */
	static StarBlock of(final List<Judgement> judgements) {
		final StarBlock block = StarBlock.loop(NAME, BLOCK, GAIN, NOISE, PARTICLES, CHANGE, CHANGE_NOISE,
			KEPT);
		for (final Judgement j : judgements)
			block.addRow(j.block(), Double.toString(j.gain()), Double.toString(j.noise()), Integer.toString(j.particles()), Double
				.toString(j.change()), Double.toString(j.changeNoise()), Boolean.toString(j.kept()));
		return block;
	}

	/** Of all items of a run. */
	static StarBlock of(final RunReport report) {
		final StarBlock block = StarBlock.loop(NAME, "mffSourceName", "mffItemName", BLOCK, GAIN, NOISE, PARTICLES, CHANGE, CHANGE_NOISE,
			KEPT);
		for (final RunReport.ItemRun item : report.items())
			for (final Judgement j : item.judgements())
				block.addRow(item.source(), item.item(), j.block(), text(j.gain()), text(j.noise()), Integer.toString(j.particles()),
					text(j.change()), text(j.changeNoise()), Boolean.toString(j.kept()));
		return block;
	}

	/** Reads the judgements of an item. */
	static List<Judgement> read(final StarFile file) {
		final StarBlock block = file.block(NAME);
		final List<Judgement> judgements = new ArrayList<>();
		for (int row = 0; row < block.rows(); row++)
			judgements.add(new Judgement(block.text(row, BLOCK), block.number(row, GAIN), block.number(row, NOISE), block.integer(
				row, PARTICLES), block.number(row, CHANGE), block.number(row, CHANGE_NOISE), Boolean.parseBoolean(block.text(row, KEPT))));
		return judgements;
	}

	private static String text(final double value) {
		return String.format(Locale.ROOT, "%.2f", value);
	}
}
