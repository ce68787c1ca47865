/** Tests of the viewers, run by the profile {@code fiji} only. */
package org.mforfiji.viewer;
