package org.mforfiji.refine;

import java.util.List;

import org.mforfiji.engine.Engine;
import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.OwnShare;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.engine.Reference;
import org.mforfiji.map.BackProjector;
import org.mforfiji.population.Particle;

/**
 * One species' share in an item as it goes into refinement and reconstruction.
 *
 * @param name the species' name, for logs
 * @param particles its particles in the item
 * @param stack their images; particle indices are those of the list
 */
public record SpeciesInput(String name, List<Particle> particles, ParticleStack stack) {

	/** Half-set of each particle. */
	public int[] halfSets() {
		return particles.stream().mapToInt(Particle::halfSet).toArray();
	}

	/** Poses of the images as the particles and the model have them. */
	public ImagePoses poses(final ImagingModel model) {
		final SpeciesShare share = new SpeciesShare(this, new Reference[2], model.doseFractions());
		return new ItemState(model, List.of(share)).imagePoses(share);
	}

	/**
	 * Adds the images to the accumulators of both half-sets, in the order of the stack.
	 *
	 * @param targets accumulators of half-set 0 and 1, box as the stack's
	 */
	public void backProject(final Engine engine, final ImagingModel model, final BackProjector[] targets) {
		final ImagePoses poses = poses(model);
		final int[] halfSets = halfSets();
		for (int half = 0; half < 2; half++)
			engine.backProject(stack, poses, halfSets, half, targets[half]);
	}

	/** The share with its references, each image's own contribution taken out if the references hold it. */
	SpeciesShare share(final Engine engine, final ImagingModel model, final SpeciesReference reference,
		final boolean[] heldOut)
	{
		final OwnShare[] own = reference.own() == null ? null : engine.ownContributions(stack, poses(model), halfSets(), reference
			.own());
		return new SpeciesShare(this, reference.references(own), model.doseFractions(), heldOut);
	}
}
