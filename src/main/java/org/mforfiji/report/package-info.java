/** Pictures of results: plots of curves and sections of maps, drawn without a screen. */
package org.mforfiji.report;
