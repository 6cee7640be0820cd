package io.cglab.core.elevator;

/**
 * The I/O schedulers, in the order in which queue/scheduler lists them: first those of blk-mq, then
 * those of the single-queue block layer that kernels before 5.0 had beside it.
 */
public enum Scheduler {
  NONE,
  MQ_DEADLINE,
  KYBER,
  BFQ,
  NOOP,
  /** Until 2.6.32. */
  ANTICIPATORY,
  DEADLINE,
  CFQ;

  /**
   * True for the schedulers of the single-queue block layer. A disk is driven by one of the two for
   * good, so that its scheduler tells by which.
   */
  public boolean isSingleQueue() {
    return this == NOOP || this == ANTICIPATORY || this == DEADLINE || this == CFQ;
  }
}
