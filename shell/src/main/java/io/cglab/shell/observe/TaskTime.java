package io.cglab.shell.observe;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of one task went since its first bio. While bios are outstanding each of them
 * stands for an equal part of the time, so that all parts together are the time that has passed:
 * {@link #shared} grows by 1/n of it, and a bio's part is how far that came while it was in a
 * state.
 */
final class TaskTime {
  final Task task;
  final long beganNs;
  final double[] spentNs = new double[WaitReason.values().length];

  /** By reason: whose limit or policy it was last. */
  final @Nullable Cgroup[] whose = new @Nullable Cgroup[WaitReason.values().length];

  int outstanding;
  long ios;
  private double shared;
  private long atNs;

  TaskTime(Task task, long nowNs) {
    this.task = task;
    this.beganNs = nowNs;
    this.atNs = nowNs;
  }

  /** The part of a bio that was outstanding all the time, in ns. */
  double shared(long nowNs) {
    return outstanding == 0 ? shared : shared + (double) (nowNs - atNs) / outstanding;
  }

  /** A bio is submitted; {@code cpuNs} is what the calls around an idle time cost at most. */
  void begin(long nowNs, long cpuNs) {
    if (outstanding == 0) {
      idle(spentNs, nowNs, cpuNs);
    } else {
      shared = shared(nowNs);
    }
    atNs = nowNs;
    outstanding++;
  }

  /** A bio is complete. */
  void end(long nowNs) {
    shared = shared(nowNs);
    atNs = nowNs;
    outstanding--;
  }

  /** Adds the time without bios that has passed. */
  void idle(double[] to, long nowNs, long cpuNs) {
    if (outstanding == 0) {
      long idle = nowNs - atNs;
      long cpu = Math.min(idle, cpuNs);
      to[WaitReason.CPU.ordinal()] += cpu;
      to[WaitReason.NO_IO.ordinal()] += idle - cpu;
    }
  }
}
