package org.mforfiji.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.ParticleSeries;
import org.mforfiji.io.relion.StackParticle;

/** Whether the stacks of a particle series are there, have the images that the tables say, and hold numbers. */
final class StackChecks {

	/** So many bytes of stacks are read in search of NaN; reading all of a great data set would take hours. */
	private static final long BYTES_READ = 2L << 30;
	/** Findings of one kind are told for so many particles. */
	private static final int SHOWN = 5;

	private final ParticleSeries series;
	private final List<Finding> findings;
	private long bytesRead;
	private int read;
	private int faults;

	StackChecks(final ParticleSeries series, final List<Finding> findings) {
		this.series = series;
		this.findings = findings;
	}

	void run() {
		int blind = 0;
		for (final StackParticle particle : series.particles()) {
			check(particle);
			if (particle.visibleTilts().isEmpty()) blind++;
		}
		if (faults > SHOWN) findings.add(Finding.error(series.table().file().toString(), "The stacks of " + (faults - SHOWN) +
			" more particles are at fault", ""));
		if (blind > 0) findings.add(Finding.warning(series.table().file().toString(), blind +
			" particles are shown by no tilt image (rlnTomoVisibleFrames) and are left as they are", ""));
		if (read < series.particles().size()) findings.add(Finding.info("stacks", "Pixels of " + read + " of " + series.particles()
			.size() + " stacks were looked through for values that are no numbers; of the others only the headers"));
	}

	private void check(final StackParticle particle) {
		try {
			series.stackIndices(particle);
			final long bytes = Files.size(particle.stack());
			if (bytesRead + bytes > BYTES_READ) return;
			bytesRead += bytes;
			read++;
			MrcFile.read(particle.stack());
		}
		catch (final MException fault) {
			add(Finding.error(where(particle), fault));
		}
		catch (final IOException vanished) {
			add(Finding.error(where(particle), "Its stack cannot be read: " + particle.stack(), "Check the disk"));
		}
	}

	private void add(final Finding finding) {
		if (faults++ < SHOWN) findings.add(finding);
	}

	private String where(final StackParticle particle) {
		return series.table().file() + ", particle " + particle.particle().labels().row();
	}
}
