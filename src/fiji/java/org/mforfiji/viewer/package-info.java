/**
 * Viewers that need Fiji's own jars (BigDataViewer, 3D Viewer), behind interfaces of the main sources. Compiled by the
 * profile {@code fiji} only.
 */
package org.mforfiji.viewer;
