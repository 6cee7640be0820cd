package io.cglab.core.task;

import io.cglab.core.api.Op;

/**
 * What a workload asks for, one I/O after another. {@link #nextNs} prepares an I/O, the accessors
 * describe it, {@link #take} goes on to the one behind it; until then the same I/O stays prepared.
 */
interface IoSource {
  /** There is no next I/O. */
  long NEVER = Long.MAX_VALUE;

  /**
   * When the next I/O may begin: {@code now} or earlier for at once, {@link #NEVER} if there is
   * none.
   */
  long nextNs(long now);

  /** What it is. */
  Op op();

  /** Which of the job's devices it goes to, from 0. */
  int file();

  /** First byte on that device. */
  long offset();

  /** Length in bytes; 0 for a flush. */
  int bytes();

  /** The prepared I/O was begun. */
  void take();
}
