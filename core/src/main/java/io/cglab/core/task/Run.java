package io.cglab.core.task;

import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Task;
import org.jspecify.annotations.Nullable;

/** A running or finished workload. */
public interface Run {
  /** The task on whose behalf it runs. */
  Task task();

  /** True once nothing is in flight and nothing more will be submitted, or the task has died. */
  boolean isDone();

  /**
   * When the last of its I/Os was over, in ns of virtual time; valid once it is done, which is
   * later where closing a disk has something to write.
   */
  long finishedNs();

  /** What has stopped it: the first error that an I/O ended with, or ENOSPC; null for nothing. */
  @Nullable Errno error();

  /** I/Os and bytes that were reaped; discards count as written. */
  long readIos();

  long wroteIos();

  long readBytes();

  long wroteBytes();

  /** CPU time of its submissions, its reaping and its thinking, in ns. */
  long cpuNs();

  /** How often it gave up its CPU to wait. */
  long waits();

  /** Calls {@code action} when the workload is done; at once if it is. */
  void onDone(Runnable action);

  /** Submits nothing more; what is in flight is waited for. */
  void stop();
}
