package org.mforfiji.map;

import java.nio.file.Path;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.geometry.SymmetryGroup;

/**
 * The sums from which a map is reconstructed: Σ data and Σ weight of all inserted images, spread trilinearly over the
 * Fourier voxels of an n-box without oversampling (the box of a species, twice its diameter, is the padding). Stored as
 * the half x ≥ 0.
 * <p>
 * Data and weight are both multiplied by the radius q of the sample before they are spread, and divided by that of the
 * voxel at the end: near the origin the density of samples falls within a voxel's reach, as 1/q, and without the ramp
 * every voxel would take its value from too far inside. The slope that the weights themselves have is for
 * {@link Reconstruction} to undo.
 * <p>
 * Insertion gives the same bits for any number of threads: each task owns a range of z planes, goes through all images
 * in order and writes only its own planes. A sample with x &lt; 0 is inserted as its complex conjugate at the opposite
 * place; the plane x = 0 then holds one of the two halves of every pair of samples beside it, and
 * {@link #enforceHermitian} adds the other when all images are in.
 * <p>
 * Order of use: {@link #insertAll} and {@link #add} as often as needed, then {@link #symmetrise}, then
 * {@link Reconstruction#reconstruct}. Not thread-safe: one call at a time.
 */
public final class BackProjector {

	/** Floats per voxel: real part, imaginary part, weight. */
	static final int VALUES = 3;

	private static final int SLABS_PER_THREAD = 3;

	private final int n;
	private final HalfSpace space;
	private float[] sums;
	private long images;
	private boolean hermitian;
	private List<double[]> operators = List.of();

	/** @param n edge of the images and of the map to be, even, at least 8 */
	public BackProjector(final int n) {
		if (n < 8 || n % 2 != 0) throw new MException("A map of " + n + " voxels cannot be reconstructed", "",
			"The box must be even and at least 8");
		this.n = n;
		space = new HalfSpace(n / 2);
		sums = new float[space.length(VALUES)];
	}

	BackProjector(final int n, final float[] sums, final long images, final boolean hermitian,
		final List<double[]> operators) {
		this(n, new HalfSpace(n / 2), sums);
		this.images = images;
		this.hermitian = hermitian;
		this.operators = List.copyOf(operators);
	}

	private BackProjector(final int n, final HalfSpace space, final float[] sums) {
		this.n = n;
		this.space = space;
		this.sums = sums;
	}

	/** Bytes of memory that the accumulators of an n-box take; symmetrising needs twice as much again. */
	public static long bytes(final int n) {
		return 4L * VALUES * (n / 2 + 2) * (n + 3) * (n + 3);
	}

	/** Edge of the box. */
	public int n() {
		return n;
	}

	/** Images inserted so far. */
	public long images() {
		return images;
	}

	/** In how many places the samples of one image stand: the order of the group after {@link #symmetrise}, else 1. */
	public int copies() {
		return Math.max(1, operators.size());
	}

	/** The rotations over which the sums were averaged; empty if they were not. */
	List<double[]> operators() {
		return operators;
	}

	/** Whether the plane x = 0 is complete, which forbids further insertion. */
	public boolean isHermitian() {
		return hermitian;
	}

	/**
	 * The volume that a sample of a central slice at radius q stands for: slices lie the closer the nearer to the
	 * origin, with a density of 1/q for any distribution of views. Mean of q over the pixel for the origin.
	 */
	static double ramp(final double radius) {
		return Math.max(radius, 0.3826);
	}

	HalfSpace space() {
		return space;
	}

	float[] sums() {
		return sums;
	}

	/** As {@link #insertAll(SliceSource, Parallel, Monitor)}, silently. */
	public void insertAll(final SliceSource source, final Parallel parallel) {
		insertAll(source, parallel, Monitor.SILENT);
	}

	/**
	 * Inserts all images of a source. If the user cancels, the sums are of no more use.
	 *
	 * @throws MException if the plane x = 0 has been completed before
	 */
	public void insertAll(final SliceSource source, final Parallel parallel, final Monitor monitor) {
		if (hermitian) throw new MException("Images cannot be inserted after the sums have been completed", "",
			"Insert all images first");
		final SliceInsertion insertion = new SliceInsertion(n, space, source);
		final int[] bounds = slabs(parallel.threads() == 1 ? 1 : SLABS_PER_THREAD * parallel.threads());
		parallel.loop(bounds.length - 1, slab -> insertion.insert(sums, bounds[slab], bounds[slab + 1], monitor));
		images += source.size();
	}

	/**
	 * Divides the planes into ranges of about equal work: seen from random sides, plane z receives a number of samples
	 * that falls linearly with |z|.
	 */
	private int[] slabs(final int wanted) {
		final int ny = space.ny();
		final int edge = space.radius() + 1;
		final int count = Math.min(wanted, ny);
		final int[] bounds = new int[count + 1];
		final double total = (double) ny * (edge + 1) - (double) edge * (edge + 1);
		double done = 0;
		int slab = 1;
		for (int z = 0; z < ny && slab < count; z++) {
			done += edge + 1 - Math.abs(z - edge);
			while (slab < count && done >= total * slab / count)
				bounds[slab++] = z + 1;
		}
		bounds[count] = ny;
		return bounds;
	}

	/** Adds the sums of another back-projector of the same box and state. */
	public void add(final BackProjector other) {
		if (other.n != n || other.hermitian != hermitian || other.copies() != copies()) throw new MException(
			"The sums of two reconstructions do not fit together: box " + n + " and " + other.n + ", symmetrised " +
				copies() + " and " +
				other.copies() + " times", "", "Add sums of one species before they are completed and symmetrised");
		for (int i = 0; i < sums.length; i++)
			sums[i] += other.sums[i];
		images += other.images;
	}

	/** A deep copy. */
	public BackProjector copy() {
		return new BackProjector(n, sums.clone(), images, hermitian, operators);
	}

	/**
	 * Completes the plane x = 0: data(0, y, z) += conj(data(0, −y, −z)), weight alike. Does nothing if that was done
	 * before.
	 */
	public void enforceHermitian() {
		if (hermitian) return;
		final int edge = space.radius() + 1;
		for (int z = -edge; z <= edge; z++)
			for (int y = -edge; y <= edge; y++)
				if (z > 0 || z == 0 && y >= 0) addMate(VALUES * space.index(0, y, z), VALUES * space.index(0, -y, -z));
		hermitian = true;
	}

	private void addMate(final int a, final int b) {
		final float re = sums[a] + sums[b];
		final float im = sums[a + 1] - sums[b + 1];
		final float weight = sums[a + 2] + sums[b + 2];
		sums[a] = re;
		sums[a + 1] = im;
		sums[a + 2] = weight;
		sums[b] = re;
		sums[b + 1] = -im;
		sums[b + 2] = weight;
	}

	/**
	 * Averages the sums over a symmetry group; see {@link #symmetrise(List, Parallel)}. Does nothing for the group of
	 * order 1.
	 */
	public void symmetrise(final SymmetryGroup group, final Parallel parallel) {
		symmetrise(group.operators(), parallel);
	}

	/**
	 * Replaces data and weight at every voxel within the Nyquist sphere by their averages over its images under a group
	 * of rotations, interpolated by cubic splines where a rotation does not map voxels onto voxels; completes the plane
	 * x = 0 first.
	 *
	 * @param operators rotation matrices of the whole group, row-major, in any order
	 * @throws MException if the sums are symmetrised already
	 */
	public void symmetrise(final List<double[]> operators, final Parallel parallel) {
		if (!this.operators.isEmpty()) throw new MException("The sums have been symmetrised before", "", "");
		enforceHermitian();
		if (operators.size() < 2) return;
		sums = new Symmetrisation(space, sums, operators, parallel).run(parallel);
		this.operators = List.copyOf(operators);
	}

	/**
	 * Writes the sums to a file from which {@link #read} restores them bit by bit; the file appears whole or not at
	 * all.
	 */
	public void write(final Path file) {
		BackProjectorFile.write(this, file);
	}

	/** Reads sums that {@link #write} wrote; a damaged or truncated file is an {@link MException}. */
	public static BackProjector read(final Path file) {
		return BackProjectorFile.read(file);
	}
}
