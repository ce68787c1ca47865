package org.mforfiji.population;

import java.nio.file.Path;
import java.util.UUID;

/**
 * What every member of a population has on disk: who it is, where it lies, and in which version.
 *
 * @param guid never changes
 * @param name display name
 * @param file the member's own file, absolute
 * @param version hash of the last commit; empty before the first
 * @param previousVersion hash of the commit before the last; may be empty
 * @param keepsVersions whether a commit keeps a copy of all files in a versions folder
 */
public record Identity(UUID guid, String name, Path file, String version, String previousVersion,
	boolean keepsVersions)
{

	public Identity {
		file = file.toAbsolutePath().normalize();
	}

	/** A new member with a random GUID, before its first commit. */
	static Identity of(final String name, final Path file) {
		return new Identity(UUID.randomUUID(), name, file, "", "", true);
	}

	/** Sets the identity of what is being built. */
	public abstract static class Builder<B extends Builder<B>> {

		Identity identity;

		Builder(final Identity identity) {
			this.identity = identity;
		}

		abstract B self();

		private B set(final UUID guid, final String name, final Path file, final boolean keepsVersions) {
			identity = new Identity(guid, name, file, identity.version, identity.previousVersion, keepsVersions);
			return self();
		}

		public B guid(final UUID value) {
			return set(value, identity.name, identity.file, identity.keepsVersions);
		}

		public B name(final String value) {
			return set(identity.guid, value, identity.file, identity.keepsVersions);
		}

		public B file(final Path value) {
			return set(identity.guid, identity.name, value, identity.keepsVersions);
		}

		/** Default: copies are kept. */
		public B keepsVersions(final boolean value) {
			return set(identity.guid, identity.name, identity.file, value);
		}

		/** The version and the one before it. */
		public B version(final String value, final String previous) {
			identity = new Identity(identity.guid, identity.name, identity.file, value, previous, identity.keepsVersions);
			return self();
		}
	}
}
