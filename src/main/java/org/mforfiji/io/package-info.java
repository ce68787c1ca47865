/** Files that are whole or absent, and what goes wrong with files in words; the formats are in the packages below. */
package org.mforfiji.io;
