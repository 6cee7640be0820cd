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

  /** When it was done, in ns of virtual time; valid once it is. */
  long finishedNs();

  /** Why it ended early, such as ENOSPC; null if it did not, or not yet. */
  default @Nullable Errno failure() {
    return null;
  }

  /** I/Os and bytes that were reaped; discards count as written. */
  long readIos();

  long wroteIos();

  /** I/Os that failed; the workload ends with the first. */
  default long failedIos() {
    return 0;
  }

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
