/**
 * The files of Warp and M, byte for byte: settings, {@code .tomostar} lists, item XML, data and processing hashes. Elements
 * that are not understood here survive reading and writing.
 */
package org.mforfiji.io.warp;
