package org.mforfiji.run;

import org.mforfiji.base.MException;

/**
 * Something that was found before a run.
 *
 * @param severity how bad it is
 * @param subject the item, species or folder it concerns, with the file
 * @param what what was found, one sentence without full stop
 * @param remedy what to do; empty if nothing is needed
 */
public record Finding(Severity severity, String subject, String what, String remedy) {

	/** How bad a finding is. */
	public enum Severity {
		/** Good to know. */
		INFO,
		/** The run goes on, but the user should look at it. */
		WARNING,
		/** The run does not begin. */
		ERROR
	}

	static Finding info(final String subject, final String what) {
		return new Finding(Severity.INFO, subject, what, "");
	}

	static Finding warning(final String subject, final String what, final String remedy) {
		return new Finding(Severity.WARNING, subject, what, remedy);
	}

	static Finding error(final String subject, final String what, final String remedy) {
		return new Finding(Severity.ERROR, subject, what, remedy);
	}

	/** The finding that an error would have been. */
	static Finding error(final String subject, final MException error) {
		return new Finding(Severity.ERROR, error.where().isEmpty() ? subject : subject + ", " + error.where(), error.what(), error
			.remedy());
	}

	@Override
	public String toString() {
		return subject + ": " + what + "." + (remedy.isEmpty() ? "" : " " + remedy + ".");
	}
}
