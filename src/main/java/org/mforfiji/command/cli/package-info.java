/**
 * The command line: runs the commands of {@code command} from a shell. Verbs, options, help, checks and results all
 * follow from the declarations; nothing is said twice.
 */
package org.mforfiji.command.cli;
