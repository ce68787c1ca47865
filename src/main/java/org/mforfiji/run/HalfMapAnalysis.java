package org.mforfiji.run;

import java.util.List;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.map.FscCurves;
import org.mforfiji.map.FscStar;
import org.mforfiji.map.Sharpening;
import org.mforfiji.map.SpeciesFsc;
import org.mforfiji.population.Species;
import org.mforfiji.store.SpeciesContent;
import org.mforfiji.store.SpeciesFinish;
import org.mforfiji.store.SpeciesMaps;

/**
 * Derives from new half-maps what a species stores beside them: shell correlations and resolution, B-factor, and the
 * filtered and the sharpened map. What earlier half-maps gave and is not derived anew (maps of local resolution and the
 * like) goes; versions keep it.
 */
public final class HalfMapAnalysis implements SpeciesFinish {

	private static final List<String> OUTDATED = List.of("_filtanisotropic.mrc", "_filtlocal.mrc", "_denoised.mrc",
		"_localres.mrc", "_localres.star", "_localbfac.mrc", "_anisores.mrc", "_angdist.mrc");

	private final Parallel parallel;

	/** @param parallel threads */
	public HalfMapAnalysis(final Parallel parallel) {
		this.parallel = parallel;
	}

	@Override
	public Finished finish(final Species species, final SpeciesMaps maps, final double fixedResolution,
		final Monitor monitor)
	{
		final FscCurves curves = fixedResolution > 0 ? FscCurves.fixed(maps.half1().nx(), maps.half1().pixelSize(),
			fixedResolution) : SpeciesFsc.compute(maps.half1(), maps.half2(), maps.mask(), species.diameterA(), parallel).curves();
		monitor.checkCancelled();
		return finish(species, maps, curves, fixedResolution > 0 ? fixedResolution : curves.resolution());
	}

	/** As {@link #finish}, from curves that were measured before. */
	Finished finish(final Species species, final SpeciesMaps maps, final FscCurves curves, final double resolution) {
		final Sharpening.Result sharpened = Sharpening.sharpen(maps.half1(), maps.half2(), curves, parallel);
		SpeciesContent content = SpeciesContent.EMPTY.withMap("filt", sharpened.filtered()).withMap("filtsharp", sharpened
			.sharpened()).withFile("_fsc.star", file -> FscStar.write(file, curves));
		for (final String ending : OUTDATED)
			content = content.without(ending);
		return new Finished(species.toBuilder().globalResolution(resolution).globalBFactor(sharpened.bFactor()).build(),
			content);
	}
}
