/**
 * An iteration over a population: what is checked before it, how memory is planned, references, refinement of every item
 * with a journal, reconstruction, and the commit of all results at once.
 */
package org.mforfiji.run;
