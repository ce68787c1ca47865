package org.mforfiji.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.SymmetryGroup;

class AtomicModelTest {

	@TempDir
	Path folder;

	@Test
	void readsPdbColumnsAndSkipsWater() throws IOException {
		final AtomicModel model = AtomicModel.read(file("m.pdb", """
			HEADER    TEST
			ATOM      1  N   ALA A   1      11.104   6.134  -6.504  1.00 20.00           N
			ATOM      2  CA  ALA A   1      11.639   6.071  -5.147  0.50 10.00           C
			HETATM    3 CA    CA A 101       1.000   2.000   3.000  1.00  5.00          CA
			HETATM    4 ZN    ZN A 102       1.000   2.000   3.000  1.00  5.00
			HETATM    5  O   HOH A 201       0.000   0.000   0.000  1.00  5.00           O
			ENDMDL
			ATOM      6  C   ALA A   2      99.104   6.134  -6.504  1.00 20.00           C
			"""));
		assertEquals(List.of(Element.N, Element.C, Element.CA, Element.ZN), model.atoms().stream().map(
			AtomicModel.Atom::element).toList());
		assertEquals(List.of(false, true, false, false), model.atoms().stream().map(AtomicModel.Atom::backbone).toList());
		assertEquals(11.639, model.atoms().get(1).x(), 0);
		assertEquals(-5.147, model.atoms().get(1).z(), 0);
		assertEquals(0.5, model.atoms().get(1).occupancy(), 0);
		assertEquals("1ALA", model.atoms().get(1).residue());
	}

	@Test
	void readsMmcifWithQuotesAndFirstModelOnly() throws IOException {
		final AtomicModel model = AtomicModel.read(file("m.cif", """
			data_X
			loop_
			_atom_site.group_PDB
			_atom_site.type_symbol
			_atom_site.label_atom_id
			_atom_site.label_comp_id
			_atom_site.auth_asym_id
			_atom_site.auth_seq_id
			_atom_site.Cartn_x
			_atom_site.Cartn_y
			_atom_site.Cartn_z
			_atom_site.pdbx_PDB_model_num
			ATOM O "O5'" A R 5 1.5 -2.5 3(1) 1
			ATOM P P A R 5
			 4 5 6 1
			HETATM O O HOH R 9 0 0 0 1
			ATOM P P A R 5 7 8 9 2
			#
			"""));
		assertEquals(2, model.atoms().size());
		assertEquals(3, model.atoms().get(0).z(), 0);
		assertTrue(model.atoms().get(1).backbone());
		assertEquals(1, model.atoms().get(0).occupancy(), 0);
	}

	@Test
	void badInputNamesFileAndLine() throws IOException {
		final Path bad = file("bad.pdb", "ATOM      1  N   ALA A   1      11.1x4   6.134  -6.504  1.00 20.00           N\n");
		final MException error = assertThrows(MException.class, () -> AtomicModel.read(bad));
		assertTrue(error.getMessage().contains("bad.pdb, line 1"), error.getMessage());
		assertThrows(MException.class, () -> AtomicModel.read(file("empty.pdb", "HEADER\n")));
		assertThrows(MException.class, () -> AtomicModel.read(folder.resolve("absent.pdb")));
		final MException short1 = assertThrows(MException.class, () -> AtomicModel.read(file("s.cif",
			"data_\nloop_\n_atom_site.Cartn_x\n_atom_site.Cartn_y\n_atom_site.Cartn_z\n1 2\n")));
		assertTrue(short1.getMessage().contains("2 values"), short1.getMessage());
	}

	@Test
	void readsPublicModels() {
		assertEquals(51918, AtomicModel.read(Fixtures.path("models/4v4r_30S.pdb.gz")).atoms().size());
		assertEquals(12359, AtomicModel.read(Fixtures.path("models/hiv_ca_sp1.cif.gz")).atoms().size());
		final AtomicModel proteasome = AtomicModel.read(Fixtures.path("models/3j9i.pdb.gz"));
		assertEquals(680, proteasome.molecularWeightKda(), 60);
		assertEquals(0, proteasome.centred().centre()[1], 1e-9);
	}

	/** The density of a turned model must be the density of the model, for every operator of its group. */
	@Test
	void symmetricModelsAreTurnedOntoTheirAxes() {
		for (final String[] entry : new String[][] { { "3j9i", "D7" }, { "6z6u", "O" }, { "3j9i", "C7" } }) {
			final SymmetryGroup group = SymmetryGroup.parse(entry[1]);
			final AtomicModel aligned = new SymmetryAxes(AtomicModel.read(Fixtures.path("models/" + entry[0] + ".pdb.gz")),
				group).aligned();
			assertEquals(0, norm(aligned.centre()), 0.3);
			final AtomicDensity density = new AtomicDensity(32, 8, 200, false);
			final Volume map = density.map(aligned, Parallel.serial());
			for (final double[] operator : List.of(group.operators().get(1), group.operators().get(group.order() / 2), group
				.operators().get(group.order() - 1)))
				assertTrue(correlation(map, density.map(aligned.moved(operator, new double[3]), Parallel.serial())) > 0.999, entry[0] +
					" " + entry[1]);
			final double[] wrong = Rotations.rotZ(25.7);
			assertTrue(correlation(map, density.map(aligned.moved(wrong, new double[3]), Parallel.serial())) < 0.999);
		}
		final AtomicModel proteasome = AtomicModel.read(Fixtures.path("models/3j9i.pdb.gz"));
		assertThrows(MException.class, () -> new SymmetryAxes(proteasome, SymmetryGroup.parse("O")).aligned());
		assertThrows(MException.class, () -> new SymmetryAxes(proteasome, SymmetryGroup.parse("C8")).aligned());
	}

	/** A lone carbon: the map's spectrum is that of its Gaussians wherever the atom stands. */
	@Test
	void densityHasTheSpectrumOfTheAtom() {
		final double b = 150;
		final double pixel = 2.5;
		final Volume map = new AtomicDensity(32, pixel, b, false).map(new AtomicModel("one", List.of(new AtomicModel.Atom(1.3,
			-0.7, 2.1, Element.C, 1, 0, "A", "1X", false))), Parallel.serial());
		for (int k = 0; k <= 13; k++) {
			double re = 0;
			double im = 0;
			for (int z = 0; z < 32; z++)
				for (int y = 0; y < 32; y++)
					for (int x = 0; x < 32; x++) {
						final double angle = -2 * Math.PI * k * y / 32;
						re += map.at(x, y, z) * Math.cos(angle);
						im += map.at(x, y, z) * Math.sin(angle);
					}
			final double k2 = Math.pow(k / (32 * pixel), 2);
			final double solvent = 0.1016 * Element.C.solventVolume() * Math.exp(-Math.PI * k2 * Math.pow(Element.C
				.solventVolume(), 2.0 / 3));
			final double expected = (Element.C.scattering() - solvent) * Math.exp(-b * k2 / 4);
			assertEquals(expected, Math.hypot(re, im) * pixel * pixel * pixel, 2e-3 * expected + 1e-6, "shell " + k);
			final double phase = -2 * Math.PI * k * (-0.7 / pixel + 16) / 32;
			assertEquals(1, (re * Math.cos(phase) + im * Math.sin(phase)) / Math.hypot(re, im), 1e-4);
		}
	}

	private static double norm(final double[] v) {
		return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
	}

	private static double correlation(final Volume a, final Volume b) {
		double ab = 0;
		double aa = 0;
		double bb = 0;
		for (int i = 0; i < a.data().length; i++) {
			ab += a.data()[i] * b.data()[i];
			aa += a.data()[i] * a.data()[i];
			bb += b.data()[i] * b.data()[i];
		}
		return ab / Math.sqrt(aa * bb);
	}

	private Path file(final String name, final String text) throws IOException {
		return Files.writeString(folder.resolve(name), text.replaceAll("(?m)^\t+", ""));
	}
}
