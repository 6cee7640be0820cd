package io.cglab.core.dm.ioband;

import org.jspecify.annotations.Nullable;

/** Who of a device group may go on, and what it costs. */
abstract class TokenPolicy {
  final DeviceGroup in;

  TokenPolicy(DeviceGroup in) {
    this.in = in;
  }

  /** The list that a bio is held in: its class. */
  abstract int list(int bio);

  /** True if a bio that has just come may go on at once; {@link #charge} follows. */
  abstract boolean passes(IobandGroup group, int bio, int list);

  /** A bio of the group goes on; the in-flight counts contain it already. */
  abstract void charge(IobandGroup group, int bio, int list, long now);

  /** The group holds one more bio, or one less, or has one less in flight, or was suspended. */
  abstract void changed(IobandGroup group, int list);

  /**
   * Whose held bio goes on now; {@link #nextList} says which. Null if all have to wait. New tokens
   * are given out if it is time.
   */
  abstract @Nullable IobandGroup next(long now);

  /** Which list of the group that {@link #next} gave. */
  int nextList() {
    return IobandGroup.SYNC;
  }

  /** Groups, weights or the pool have changed: shares are others. */
  abstract void sharesChanged();

  /** Tokens of a group as of now. */
  abstract long tokens(IobandGroup group);

  /** The base of the tokens where nobody says otherwise. */
  abstract long defaultToken();
}
