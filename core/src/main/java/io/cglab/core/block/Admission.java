package io.cglab.core.block;

import io.cglab.core.api.Op;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;

/** Asked by a task before it submits I/O: how long it has to sleep first. */
@FunctionalInterface
public interface Admission {
  /** Nobody sleeps. */
  Admission NONE = (task, disk, op, bytes, ios, nowNs) -> 0;

  /**
   * Accounts an I/O of a task that is about to be submitted, or whose pages are dirtied.
   *
   * @param disk the whole disk
   * @param ios how many I/Os it counts as; of dirtied pages, each is one
   * @return how long the task sleeps first, in ns
   */
  long sleepNs(Task task, Disk disk, Op op, long bytes, long ios, long nowNs);
}
