package org.mforfiji.base;

/** The user asked to stop; nothing that was committed is touched. */
public class CancelledException extends MException {

	private static final long serialVersionUID = 1L;

	public CancelledException() {
		super("Cancelled", "", "");
	}
}
