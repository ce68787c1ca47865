package org.mforfiji.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.mforfiji.io.FileErrors;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.DataHash;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Species;
import org.mforfiji.refine.RefineOptions;

/**
 * All that determines the results of a run, as lines of a name and a text: options on one side, and on the other data,
 * metadata, poses, masks and references. A journal belongs to exactly one fingerprint.
 */
final class RunFingerprint {

	/** Raised whenever the same input would give other results, or the journal changes its form. */
	private static final String METHOD = "3";
	private static final int ID_LENGTH = 12;

	private final Map<String, String> options;
	private final Map<String, String> data;

	private RunFingerprint(final Map<String, String> options, final Map<String, String> data) {
		this.options = options;
		this.data = data;
	}

	static RunFingerprint of(final List<RunSpecies> species, final ItemSource items, final RunOptions options) {
		final Map<String, String> data = new LinkedHashMap<>();
		data.put("method", METHOD);
		for (final RunSpecies kind : species) {
			final String name = kind.species().name();
			data.put("species " + name, properties(kind));
			data.put("particles of " + name, particles(kind.species()));
			for (int half = 0; half < 2 && options.externalReference(); half++)
				data.put("half" + (half + 1) + " of " + name, bytes(kind.references().get(half)));
		}
		data.putAll(items.fingerprint());
		return new RunFingerprint(options(options, species), data);
	}

	private static Map<String, String> options(final RunOptions options, final List<RunSpecies> species) {
		final RefineOptions refine = options.refine();
		final Map<String, String> lines = new LinkedHashMap<>();
		lines.put("refinement", String.valueOf(refine.refines()));
		lines.put("exposure weight threshold", String.valueOf(refine.weightThreshold()));
		if (!refine.refines()) return lines;
		lines.put("sub-iterations", String.valueOf(refine.subIterations()));
		lines.put("resolution of the first sub-iteration", String.valueOf(refine.firstFraction()));
		lines.put("least particles per item", String.valueOf(refine.minParticles()));
		lines.put("geometry", refine.blocks().toString());
		lines.put("particle poses", String.valueOf(refine.particles()));
		lines.put("coarse search", refine.coarseSearch() + " " + refine.coarseRangeA());
		lines.put("guard", String.valueOf(refine.guard()));
		lines.put("priors", refine.priors() + " " + refine.adaptPriors());
		lines.put("most passes", String.valueOf(refine.maxPasses()));
		if (refine.ctf().refines()) lines.put("contrast transfer", refine.ctf().toString());
		lines.put("all refinement options", refine.toString());
		lines.put("external reference", String.valueOf(options.externalReference()));
		lines.put("reconstruction of small items", String.valueOf(options.reconstructSmallItems()));
		lines.put("species that align", species.stream().filter(RunSpecies::aligns).map(RunSpecies::shortName).toList()
			.toString());
		return lines;
	}

	private static String properties(final RunSpecies kind) {
		final Species s = kind.species();
		final ByteBuffer mask = ByteBuffer.allocate(kind.mask().data().length);
		for (final float value : kind.mask().data())
			mask.put((byte) value);
		return s.guid() + " " + s.version() + " pixel " + s.pixelSize() + " diameter " + s.diameterA() + " symmetry " + kind.group() +
			" samples " + s.temporalSamples() + " resolution " + s.globalResolution() + " mask " + DataHash.ofBytes(mask.array());
	}

	private static String particles(final Species species) {
		final List<byte[]> parts = new ArrayList<>();
		for (final Particle particle : species.particles()) {
			final ByteBuffer bytes = ByteBuffer.allocate(16 * particle.coordinates().length + 4);
			for (final double value : particle.coordinates())
				bytes.putDouble(value);
			for (final double value : particle.anglesDeg())
				bytes.putDouble(value);
			bytes.putInt(particle.halfSet());
			parts.add(bytes.array());
			parts.add(DataHash.utf16(particle.sourceHash() + particle.extra()));
		}
		return species.particles().size() + " " + DataHash.ofBytes(parts.toArray(byte[][]::new));
	}

	private static String bytes(final Path file) {
		try {
			return DataHash.ofBytes(Files.readAllBytes(file));
		}
		catch (final IOException e) {
			throw FileErrors.reading(file, e);
		}
	}

	/** Identity of the run, which serves as a folder's name. */
	String id() {
		final StringBuilder text = new StringBuilder();
		for (final Map<String, String> lines : List.of(options, data))
			lines.forEach((name, value) -> text.append(name).append(" = ").append(value).append('\n'));
		return "run_" + DataHash.ofText(text.toString()).substring(0, ID_LENGTH);
	}

	/** Whether data, metadata, poses, masks and references are the same; options may differ. */
	boolean hasDataOf(final RunFingerprint other) {
		return data.equals(other.data);
	}

	/** Names of what is not the same. */
	List<String> differences(final RunFingerprint other) {
		final List<String> names = new ArrayList<>();
		add(options, other.options, names);
		add(data, other.data, names);
		return names;
	}

	private static void add(final Map<String, String> a, final Map<String, String> b, final List<String> names) {
		a.forEach((name, value) -> {
			if (!value.equals(b.get(name)) && !name.startsWith("all ")) names.add(name);
		});
		b.keySet().stream().filter(name -> !a.containsKey(name) && !name.startsWith("all ")).forEach(names::add);
	}

	void write(final Path file) {
		StarFile.of(block("options", options), block("data", data)).write(file);
	}

	private static StarBlock block(final String name, final Map<String, String> lines) {
		final StarBlock block = StarBlock.loop(name, "mffName", "mffText");
		lines.forEach(block::addRow);
		return block;
	}

	static RunFingerprint read(final Path file) {
		final StarFile star = StarFile.read(file);
		return new RunFingerprint(lines(star.block("options")), lines(star.block("data")));
	}

	private static Map<String, String> lines(final StarBlock block) {
		final Map<String, String> lines = new LinkedHashMap<>();
		for (int row = 0; row < block.rows(); row++)
			lines.put(block.text(row, "mffName"), block.text(row, "mffText"));
		return lines;
	}
}
