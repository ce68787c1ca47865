/**
 * The doors of M for Fiji: every step is declared once, as a SciJava command with documented parameters, and each
 * command is a thin wrapper of one class of the packages below. Menu dialog, macro, script and command line
 * ({@code cli}) follow from that declaration.
 */
package org.mforfiji.command;
