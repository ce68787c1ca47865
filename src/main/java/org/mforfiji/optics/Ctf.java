package org.mforfiji.optics;

import org.mforfiji.base.MException;

/**
 * The contrast transfer function of one image. With k = (kx, ky) in 1/Å, α its angle from the kx axis towards ky:
 *
 * <pre>
 * λ   = 12.2643247 / √(U·(1 + 0.978466·10⁻⁶·U))                    Å, U in volts
 * Δ   = −10⁴·(defocus + ½·delta·cos 2(α − angle))                  Å
 * γ   = π·λ·Δ·k² + ½·π·10⁷·Cs·λ³·k⁴ − π·phase − asin(A) + γ_even(k)
 * CTF = −sin γ · exp(¼·(B + B_δ·cos 2(α − angle_B))·k²) · scale
 * </pre>
 *
 * Underfocus is positive, {@code delta} is the whole difference between the two principal defoci and {@code angle} points
 * to the larger one; a negative B-factor damps. Immutable.
 */
public final class Ctf {

	private static final int ALIAS_SAMPLES = 1000;
	private static final double ALIAS_MARGIN = 1.1;

	private final CtfBuilder given;
	private final double wavelength;
	private final double defocusTerm;
	private final double astigmatismCos;
	private final double astigmatismSin;
	private final double sphericalTerm;
	private final double constantTerm;
	private final double envelopeCos;
	private final double envelopeSin;
	private final ZernikeSeries even;
	private final ZernikeSeries odd;

	Ctf(final CtfBuilder given) {
		this.given = given;
		final double volts = 1e3 * given.voltageKv;
		wavelength = 12.2643247 / Math.sqrt(volts * (1 + 0.978466e-6 * volts));
		final double perUm = -1e4 * Math.PI * wavelength;
		final double twice = Math.toRadians(2 * given.defocusAngleDeg);
		defocusTerm = perUm * given.defocusUm;
		astigmatismCos = 0.5 * perUm * given.defocusDeltaUm * Math.cos(twice);
		astigmatismSin = 0.5 * perUm * given.defocusDeltaUm * Math.sin(twice);
		sphericalTerm = 0.5e7 * Math.PI * given.csMm * wavelength * wavelength * wavelength;
		constantTerm = -Math.PI * given.phaseShiftPi - Math.asin(given.amplitudeContrast);
		final double twiceB = Math.toRadians(2 * given.bfactorAngleDeg);
		envelopeCos = 0.25 * given.bfactorDelta * Math.cos(twiceB);
		envelopeSin = 0.25 * given.bfactorDelta * Math.sin(twiceB);
		even = ZernikeSeries.even(given.zernikeEven);
		odd = ZernikeSeries.odd(given.zernikeOdd);
	}

	/** A CTF to be described: 300 kV, Cs 2.7 mm, 7 % amplitude contrast, 1 µm defocus, nothing else. */
	public static CtfBuilder builder() {
		return new CtfBuilder();
	}

	/** A description with all values of this CTF, to be changed. */
	public CtfBuilder toBuilder() {
		return new CtfBuilder(given);
	}

	/** Wavelength of the electrons, Å. */
	public double wavelength() {
		return wavelength;
	}

	/** The phase γ at a spatial frequency (1/Å), radians. */
	public double gamma(final double kx, final double ky) {
		final double xx = kx * kx;
		final double yy = ky * ky;
		final double k2 = xx + yy;
		return defocusTerm * k2 + astigmatismCos * (xx - yy) + astigmatismSin * 2 * kx * ky + sphericalTerm * k2 * k2 +
			constantTerm + even.value(kx, ky);
	}

	/** The CTF with its envelope at a spatial frequency (1/Å). Images that it describes have bright particles. */
	public double value(final double kx, final double ky) {
		return -Math.sin(gamma(kx, ky)) * envelope(kx, ky);
	}

	/** The envelope alone at a spatial frequency (1/Å): scale times the B-factor's damping. */
	public double envelope(final double kx, final double ky) {
		final double xx = kx * kx;
		final double yy = ky * ky;
		final double exponent = 0.25 * given.bfactor * (xx + yy) + envelopeCos * (xx - yy) + envelopeSin * 2 * kx * ky;
		return exponent == 0 ? given.scale : given.scale * Math.exp(exponent);
	}

	/**
	 * The phase ψ of the odd aberrations (beam tilt, trefoil) at a spatial frequency (1/Å), radians: the transform of the
	 * image is multiplied by exp(+iψ) to correct it.
	 */
	public double oddPhase(final double kx, final double ky) {
		return odd.value(kx, ky);
	}

	/**
	 * The box that holds a particle together with what the defocus has carried out of it, so that the CTF does not alias up
	 * to a frequency: the largest change of γ/π over 1/1000 of the band says how far, with 10 % more for safety. The worse
	 * of the two principal directions counts.
	 *
	 * @param maxFrequency end of the band, 1/Å
	 * @param diameterA diameter of the particle, Å
	 * @param pixelSize Å per pixel of the box
	 * @return edge in pixels, even
	 */
	public int aliasFreeBox(final double maxFrequency, final double diameterA, final double pixelSize) {
		if (!(maxFrequency > 0) || !(diameterA >= 0) || !(pixelSize > 0)) throw new MException(
			"No alias-free box for a band to " + maxFrequency + " 1/Å, a diameter of " + diameterA + " Å and pixels of " +
				pixelSize + " Å", "", "All three must be positive");
		final double angle = Math.toRadians(given.defocusAngleDeg);
		final double steepest = Math.max(steepest(maxFrequency, Math.cos(angle), Math.sin(angle)), steepest(maxFrequency,
			-Math.sin(angle), Math.cos(angle)));
		final double box = (ALIAS_MARGIN * ALIAS_SAMPLES * steepest / maxFrequency + diameterA) / pixelSize;
		final int pixels = (int) Math.ceil(box - 1e-9);
		return pixels + (pixels & 1);
	}

	/** The largest change of γ/π between neighbours of 1000 frequencies along a direction. */
	private double steepest(final double maxFrequency, final double x, final double y) {
		double largest = 0;
		double before = gamma(0, 0);
		for (int i = 1; i <= ALIAS_SAMPLES; i++) {
			final double k = maxFrequency * i / ALIAS_SAMPLES;
			final double phase = gamma(k * x, k * y);
			largest = Math.max(largest, Math.abs(phase - before) / Math.PI);
			before = phase;
		}
		return largest;
	}

	/**
	 * The CTF at the Fourier pixels of an n×n image: real values for the half-plane kx ≥ 0.
	 *
	 * @param n edge of the image in pixels
	 * @param imagePixelSize Å per pixel of the image
	 * @return index {@code y·(n/2 + 1) + x}, kx = x/(n·pixel), ky in FFT order: rows up to n/2
	 *         are positive, the others negative
	 */
	public float[] image(final int n, final double imagePixelSize) {
		if (n < 1 || !(imagePixelSize > 0)) throw new MException("No CTF image of " + n + " pixels of " + imagePixelSize +
			" Å", "", "");
		final int width = n / 2 + 1;
		final double step = 1 / (n * imagePixelSize);
		final float[] image = new float[n * width];
		for (int y = 0; y < n; y++) {
			final double ky = step * (y <= n / 2 ? y : y - n);
			for (int x = 0; x < width; x++)
				image[y * width + x] = (float) value(step * x, ky);
		}
		return image;
	}

	/** Pixel size that is stored with the CTF, Å. */
	public double pixelSize() {
		return given.pixelSize;
	}

	/** Acceleration voltage, kV. */
	public double voltageKv() {
		return given.voltageKv;
	}

	/** Spherical aberration, mm. */
	public double csMm() {
		return given.csMm;
	}

	/** Chromatic aberration, mm; does not enter the CTF. */
	public double ccMm() {
		return given.ccMm;
	}

	/** Fraction of amplitude contrast, 0 to 1. */
	public double amplitudeContrast() {
		return given.amplitudeContrast;
	}

	/** Mean defocus, µm, underfocus positive. */
	public double defocusUm() {
		return given.defocusUm;
	}

	/** Difference of the two principal defoci, µm. */
	public double defocusDeltaUm() {
		return given.defocusDeltaUm;
	}

	/** Direction of the larger defocus, degrees from x towards y. */
	public double defocusAngleDeg() {
		return given.defocusAngleDeg;
	}

	/** Phase shift of a phase plate, in units of π. */
	public double phaseShiftPi() {
		return given.phaseShiftPi;
	}

	/** B-factor, Å², negative for damping. */
	public double bfactor() {
		return given.bfactor;
	}

	/** Anisotropy of the B-factor, Å². */
	public double bfactorDelta() {
		return given.bfactorDelta;
	}

	/** Direction in which the anisotropy adds, degrees from x towards y. */
	public double bfactorAngleDeg() {
		return given.bfactorAngleDeg;
	}

	/** Factor on the whole CTF. */
	public double scale() {
		return given.scale;
	}

	/** Even Zernike coefficients, radians; a copy. */
	public double[] zernikeEven() {
		return given.zernikeEven.clone();
	}

	/** Odd Zernike coefficients, radians; a copy. */
	public double[] zernikeOdd() {
		return given.zernikeOdd.clone();
	}

	/** The same with another mean defocus (µm). */
	public Ctf withDefocusUm(final double defocusUm) {
		return toBuilder().defocusUm(defocusUm).build();
	}

	/** The same with other astigmatism (µm, degrees). */
	public Ctf withAstigmatism(final double deltaUm, final double angleDeg) {
		return toBuilder().defocusDeltaUm(deltaUm).defocusAngleDeg(angleDeg).build();
	}

	/** The same with another phase shift (units of π). */
	public Ctf withPhaseShiftPi(final double phaseShiftPi) {
		return toBuilder().phaseShiftPi(phaseShiftPi).build();
	}

	/** The same with another isotropic envelope. */
	public Ctf withEnvelope(final double bfactor, final double scale) {
		return toBuilder().bfactor(bfactor).bfactorDelta(0).scale(scale).build();
	}
}
