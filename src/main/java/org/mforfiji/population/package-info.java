/**
 * The project as immutable objects: population, data sources with their tilt series, species with their particles. Knows
 * nothing of how they are stored.
 */
package org.mforfiji.population;
