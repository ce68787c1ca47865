package org.mforfiji.command;

/** Labels and order of the menu Plugins › M, in one place. */
public final class Menus {

	/** The menu of Fiji that holds everything. */
	public static final String PLUGINS = "Plugins";
	/** The menu of this project. */
	public static final String M = "M";
	/** Order of M within the Plugins menu. */
	public static final double M_WEIGHT = 100;

	/** Populations: what is refined together. */
	public static final String POPULATION = "Population";
	public static final double POPULATION_WEIGHT = 1;
	/** Data sources: where the tilt series come from. */
	public static final String SOURCE = "Data source";
	public static final double SOURCE_WEIGHT = 2;
	/** Species: maps with their particles. */
	public static final String SPECIES = "Species";
	public static final double SPECIES_WEIGHT = 3;
	/** Refinement and reconstruction. */
	public static final String REFINEMENT = "Refinement";
	public static final double REFINEMENT_WEIGHT = 4;
	/** Simulated data and the demonstration. */
	public static final String SIMULATION = "Simulation";
	public static final double SIMULATION_WEIGHT = 5;

	private Menus() {}
}
