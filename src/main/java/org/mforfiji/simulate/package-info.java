/**
 * Simulated tilt series with known truth: from an atomic model or a map to a complete Warp project with planted
 * deformations, optical errors, exposure damage and coloured noise, beside the truth in the same formats.
 */
package org.mforfiji.simulate;
