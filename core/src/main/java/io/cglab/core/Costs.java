package io.cglab.core;

/**
 * CPU time and delays of the machine, in ns (kernel/README.md of the record: an I/O costs about 10
 * us on top of the device).
 *
 * @param submitNs a submission, before the bio enters the block layer
 * @param reapNs a wake-up that reaps, however many I/Os it reaps
 * @param releaseNs from a throttle timer's tick until its release worker issues
 * @param sleepLateNs how late a sleep ends
 * @param tagWakeNs from the wake-up of a task that slept for a tag until its I/O starts
 * @param restartNs from a completion on a saturated device with a scheduler until the next request
 *     starts
 * @param schedulerNs what a submission takes more on a disk with a scheduler
 * @param wakeGapNs where one CPU serves everything: how long a task that was woken for a tag keeps
 *     it, after starting its I/O, from the next task that was woken; 0 if each has its own CPU
 * @param wakeSpreadNs there: how much earlier or later that task may start its I/O
 * @param pageNs copying a page of 4 KiB from or to a file
 * @param scanNs looking at a page to reclaim it
 * @param execNs starting a program, where that is part of a time that was measured
 */
public record Costs(
    long submitNs,
    long reapNs,
    long releaseNs,
    long sleepLateNs,
    long tagWakeNs,
    long restartNs,
    long schedulerNs,
    long wakeGapNs,
    long wakeSpreadNs,
    long pageNs,
    long scanNs,
    long execNs) {
  /** Those of the machine on which the record was made, but with a CPU for each task. */
  public static final Costs RECORDED =
      new Costs(5_000, 5_000, 20_000, 56_000, 6_500, 8_500, 4_200, 0, 0, 1_000, 100, 0);

  /** No cost at all: the bare model. */
  public static final Costs NONE = new Costs(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * A machine of which only the turn-around of a task is known: from a completion to the arrival of
   * the same task's next request, of which one half is the wake-up and the other the system call
   * (schedulers-and-devices.md 5.1, hostTurn). Its schedulers and interrupts take no time; copying
   * and looking for pages does (6.6).
   *
   * @param hostTurnNs at least 0
   */
  public static Costs turn(long hostTurnNs) {
    return new Costs(
        hostTurnNs - hostTurnNs / 2, hostTurnNs / 2, 0, 0, 0, 0, 0, 0, 0, 1_000, 100, 0);
  }
}
