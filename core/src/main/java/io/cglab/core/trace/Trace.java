package io.cglab.core.trace;

import io.cglab.core.api.IoMax;

/**
 * The one way to look inside a machine: told of what happens to each bio, and why. Arguments are
 * row numbers, valid during the call only; whoever wants more asks the tables. The default does
 * nothing.
 */
public interface Trace {
  /** Sees nothing. */
  Trace NONE = new Trace() {};

  /** What holds a bio back. */
  enum Reason {
    /** A limit of bytes per second. */
    BPS,
    /** A limit of I/Os per second. */
    IOPS,
    /** Bios of the same direction that were there first. */
    QUEUED_BEHIND
  }

  /** A bio enters the block layer. */
  default void submitted(long nowNs, int bio) {}

  /**
   * blk-throttle parks a bio.
   *
   * @param blkg the record whose limit it is: the bio's own or an ancestor's
   * @param waitTicks how long until it fits, in ticks; −1 behind others
   */
  default void parked(long nowNs, int bio, int blkg, Reason reason, long waitTicks) {}

  /** blk-throttle charges a bio at one level. */
  default void charged(long nowNs, int bio, int blkg, boolean write, long bytes) {}

  /** A parked bio has passed all levels and goes on. */
  default void released(long nowNs, int bio) {}

  /** A bio was counted in io.stat: it is on its way to the device. */
  default void started(long nowNs, int bio) {}

  /** {@code front} was cut off the beginning of {@code bio}. */
  default void split(long nowNs, int bio, int front) {}

  /** A volume sends the front of {@code bio} on to a member's disk, as {@code clone}. */
  default void mapped(long nowNs, int bio, int clone) {}

  /** A bio's submitter sleeps until a tag is free. */
  default void tagWait(long nowNs, int bio) {}

  /** A bio became part of a queued request. */
  default void merged(long nowNs, int bio, int request) {}

  /** A request is given to the device. */
  default void dispatched(long nowNs, int request, int bio) {}

  /** A bio is complete. */
  default void completed(long nowNs, int bio) {}

  /** The limits of a record were written. */
  default void limited(long nowNs, int blkg, IoMax limits) {}
}
