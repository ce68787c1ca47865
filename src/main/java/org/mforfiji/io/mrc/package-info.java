/** Maps, images and stacks in MRC2014 files, read in every real mode and written as floats or half floats. */
package org.mforfiji.io.mrc;
