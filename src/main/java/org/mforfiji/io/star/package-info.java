/** STAR files as RELION, Warp and M write them, with the line and column of every fault. */
package org.mforfiji.io.star;
