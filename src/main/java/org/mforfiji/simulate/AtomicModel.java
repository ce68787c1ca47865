package org.mforfiji.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.Rotations;

/**
 * The atoms of a molecule, as a PDB or mmCIF entry lists them: coordinates in Å, elements, occupancies, isotropic
 * B-factors, chains and residues. Waters are left out. Immutable.
 */
public final class AtomicModel {

	/**
	 * One atom.
	 *
	 * @param x Å
	 * @param y Å
	 * @param z Å
	 * @param element scattering properties
	 * @param occupancy 0 … 1
	 * @param bFactor isotropic B-factor in Å², as deposited
	 * @param chain chain identifier
	 * @param residue residue number and name, e.g. {@code 12ALA}
	 * @param backbone whether this is the residue's Cα or P atom
	 */
	public record Atom(double x, double y, double z, Element element, double occupancy, double bFactor, String chain,
		String residue, boolean backbone) {

		/** The coordinates as a vector, Å. */
		public double[] position() {
			return new double[] { x, y, z };
		}

		Atom at(final double[] p) {
			return new Atom(p[0], p[1], p[2], element, occupancy, bFactor, chain, residue, backbone);
		}
	}

	private final String name;
	private final List<Atom> atoms;

	/**
	 * @param name what to call the model in messages
	 * @param atoms at least one atom; occupancies that are all zero count as one
	 */
	public AtomicModel(final String name, final List<Atom> atoms) {
		if (atoms.isEmpty()) throw new MException("The model holds no atoms", name,
			"Give a PDB or mmCIF file with ATOM records");
		this.name = name;
		this.atoms = atoms.stream().allMatch(a -> a.occupancy() == 0) ? atoms.stream().map(a -> new Atom(a.x, a.y, a.z,
			a.element, 1, a.bFactor, a.chain, a.residue, a.backbone)).toList() : List.copyOf(atoms);
	}

	/**
	 * Reads a PDB ({@code .pdb .ent}) or mmCIF ({@code .cif .mmcif}) file, gzipped or not ({@code .gz}); the kind is told
	 * from the content. Of several models in a file the first is taken.
	 */
	public static AtomicModel read(final Path file) {
		return ModelFiles.read(file);
	}

	/** Name of the model. */
	public String name() {
		return name;
	}

	/** The atoms. */
	public List<Atom> atoms() {
		return atoms;
	}

	/** Mean position weighted by electron scattering and occupancy, Å. */
	public double[] centre() {
		final double[] sum = new double[3];
		double weight = 0;
		for (final Atom atom : atoms) {
			final double w = atom.element().scattering() * atom.occupancy();
			weight += w;
			sum[0] += w * atom.x();
			sum[1] += w * atom.y();
			sum[2] += w * atom.z();
		}
		return new double[] { sum[0] / weight, sum[1] / weight, sum[2] / weight };
	}

	/** The model moved so that its {@link #centre()} is the origin. */
	public AtomicModel centred() {
		return moved(Rotations.identity(), centre());
	}

	/** The model with every atom at rotation · (x − origin). */
	public AtomicModel moved(final double[] rotation, final double[] origin) {
		final List<Atom> moved = new ArrayList<>(atoms.size());
		for (final Atom atom : atoms) {
			final double[] p = { atom.x() - origin[0], atom.y() - origin[1], atom.z() - origin[2] };
			moved.add(atom.at(Rotations.apply(rotation, p)));
		}
		return new AtomicModel(name, moved);
	}

	/** Diameter in Å of the smallest sphere around the origin that holds all atoms. */
	public double diameterA() {
		double most = 0;
		for (final Atom atom : atoms)
			most = Math.max(most, atom.x() * atom.x() + atom.y() * atom.y() + atom.z() * atom.z());
		return 2 * Math.sqrt(most);
	}

	/** Molecular weight in kDa; a model without hydrogens counts 7 % more for them. */
	public double molecularWeightKda() {
		double sum = 0;
		boolean hydrogens = false;
		for (final Atom atom : atoms) {
			sum += atom.element().mass() * atom.occupancy();
			hydrogens |= atom.element() == Element.H;
		}
		return sum * (hydrogens ? 1e-3 : 1.07e-3);
	}
}
