/** What happens to maps: projection, back-projection, reconstruction, shell correlation, masks and sharpening. */
package org.mforfiji.map;
