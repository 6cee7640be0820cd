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

  /** A policy of a disk's chain. */
  enum Policy {
    /** io.latency. */
    LATENCY,
    /** Throttling of buffered writes. */
    WBT
  }

  /** Why the cookie of a record's children moved, or the depth of a child. */
  enum Step {
    /** A child missed its target. */
    BAD_WINDOW,
    /** The child on whose behalf the others are slowed down meets its target. */
    GOOD_WINDOW,
    /** Nobody is in trouble any more, and a second has passed. */
    RECOVERY,
    /** A target was changed: all begins anew. */
    NEW_TARGET,
    /** A child saw that the cookie fell. */
    COOKIE_FELL,
    /** A child saw that the cookie rose. */
    COOKIE_ROSE,
    /** A child saw that the cookie is back where it began. */
    UNTHROTTLED
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

  /** A bio has its tag, and waits as (part of) a request for the device from now on. */
  default void tagged(long nowNs, int bio, int request) {}

  /**
   * A bio's submitter sleeps in a policy.
   *
   * @param blkg the record that makes it wait: the bio's own or an ancestor's
   * @param depth how many bios may be in flight there, which as many are
   */
  default void policyWait(long nowNs, int bio, Policy policy, int blkg, int depth) {}

  /**
   * io.latency closed a window of a record.
   *
   * @param good true if the target was met in it
   */
  default void latencyWindow(long nowNs, int blkg, boolean good, long samples) {}

  /**
   * io.latency moved the cookie of a record's children.
   *
   * @param behind how far it is below its default
   */
  default void latencyCookie(long nowNs, int blkg, int behind, Step why) {}

  /**
   * io.latency changed what a record may have in flight, or how often it is delayed.
   *
   * @param depth bios; {@link Integer#MAX_VALUE} for any number
   * @param uses of its delay (1.8)
   */
  default void latencyDepth(long nowNs, int blkg, int depth, int uses, Step why) {}

  /**
   * Throttling of buffered writes moved by a step, after a window.
   *
   * @param disk index of the disk
   * @param step above 0 for less than the usual depth, below 0 for more
   * @param depth writes that may be in flight
   */
  default void wbtStep(long nowNs, int disk, int step, int depth) {}

  /** A bio became part of a queued request. */
  default void merged(long nowNs, int bio, int request) {}

  /** A request is given to the device. */
  default void dispatched(long nowNs, int request, int bio) {}

  /** A bio is complete. */
  default void completed(long nowNs, int bio) {}

  // ---- dm-ioband; groups by IobandGroup.number, device groups by DeviceGroup.number

  /** A bio is held by its ioband group. */
  default void iobandHeld(long nowNs, int bio, int group) {}

  /**
   * A bio goes on from its ioband group.
   *
   * @param held true if it was held first
   */
  default void iobandIssued(long nowNs, int bio, int group, boolean held) {}

  /** An ioband group has spent its last token. */
  default void iobandExhausted(long nowNs, int group) {}

  /**
   * A device group begins a round: its groups may have new tokens.
   *
   * @param round counts from 1
   * @param active groups with bios here or below
   */
  default void iobandRefill(long nowNs, int deviceGroup, long round, int active) {}

  // ---- iocost; budgets, prices and debts in virtual time, 2^37 a second of the disk

  /** Why the weight that a record uses changed. */
  enum InuseReason {
    /** Its first I/O after it was idle. */
    ACTIVATED,
    /** A period without I/O. */
    IDLE,
    /** io.weight was written. */
    WEIGHT,
    /** It needs again what it had given away. */
    SNAP_BACK,
    /** One of its bios has to wait. */
    WAITER,
    /** It gives others what it does not use. */
    DONATION,
    /** It uses all that it has. */
    DONATION_END,
    /** It fell into debt. */
    DEBT,
    /** It has paid its debt. */
    DEBT_PAID
  }

  /**
   * iocost makes a bio's submitter wait.
   *
   * @param budget what the record has left, or, negative, lacks
   * @param cost the bio's price at the record's part of the disk
   */
  default void costWait(long nowNs, int bio, int blkg, long budget, long cost) {}

  /**
   * The weight that a record uses changed; in 1/65536 of an io.weight.
   *
   * @param active its whole weight, 0 while it is idle
   */
  default void inuseChanged(long nowNs, int blkg, long inuse, long active, InuseReason reason) {}

  /** What a record owes for bios that did not wait, at weight 1. */
  default void debtChanged(long nowNs, int blkg, long debt) {}

  /**
   * A period of iocost ended.
   *
   * @param vratePpm speed of the disk's virtual time from now on
   * @param lagging groups whose I/O takes too long
   * @param shortages groups that give nothing away
   */
  default void costPeriod(
      long nowNs, int disk, int vratePpm, int busyLevel, int lagging, int shortages) {}

  /** The limits of a record were written. */
  default void limited(long nowNs, int blkg, IoMax limits) {}
}
