/**
 * A population on disk: reading and writing of populations, data sources and species with their versions, loading of
 * items, and the creation of all three from the files of Warp and RELION.
 */
package org.mforfiji.store;
