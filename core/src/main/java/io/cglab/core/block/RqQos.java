package io.cglab.core.block;

/**
 * A policy of one disk through which every bio passes between merging and its tag
 * (throttle-and-qos.md 1.1 stage 8, 1.5, 1.6). The one that was activated last is called first. All
 * calls come from the block layer; none allocates per bio.
 */
public interface RqQos {
  /**
   * A bio wants to go on.
   *
   * @return true to let it pass; false if its submitter waits, until {@link BlockLayer#wake} or
   *     {@link BlockLayer#wakeToAskAgain}
   */
  boolean throttle(int bio, Submitter by, long nowNs);

  /** A bio became part of a queued request: it passes no {@link #throttle}. */
  default void merged(int bio, int request, long nowNs) {}

  /**
   * A bio has its tag.
   *
   * @param waitedNs how long it waited for it
   */
  default void track(int bio, int request, long waitedNs, long nowNs) {}

  /** A request is given to the device. */
  default void issued(int request, long nowNs) {}

  /** A bio of a completed request, before whoever submitted it is told. */
  default void bioDone(int bio, long nowNs) {}

  /** A request is complete, after its bios and the scheduler were told. */
  default void done(int request, long nowNs) {}

  /** The disk's nr_requests was written. */
  default void depthChanged(int requests) {}
}
