package io.cglab.cgroupfs;

import io.cglab.core.api.KernelException;
import io.cglab.core.task.Job;
import io.cglab.core.task.JobObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** A running or finished workload, and what it has done so far. */
public final class Run {
  private static final double NS_PER_SECOND = 1e9;
  private static final double PERCENT = 100;
  private static final int FIRST_LATENCIES = 1024;

  private final CgroupFs fs;
  private final Task task;
  private final Job job;
  private final io.cglab.core.task.Run run;
  private final long startedNs;
  private final Latencies latencies;

  private Run(
      CgroupFs fs, Task task, Job job, io.cglab.core.task.Run run, Latencies latencies, long now) {
    this.fs = fs;
    this.task = task;
    this.job = job;
    this.run = run;
    this.latencies = latencies;
    this.startedNs = Math.max(now, job.startNs());
  }

  /** Starts a workload, while the lock is held. */
  static Run start(CgroupFs fs, Task task, io.cglab.core.cgroup.Task of, Job job)
      throws KernelException {
    Latencies latencies = new Latencies();
    JobObserver users = job.observer();
    Job observed =
        job.observer(
            (op, bytes, submittedNs, reapedNs) -> {
              latencies.add(reapedNs - submittedNs);
              users.reaped(op, bytes, submittedNs, reapedNs);
            });
    io.cglab.core.task.Run run = fs.machine().start(of, observed);
    // A process that is killed in the midst of I/O ends later: it is waited for then.
    run.onDone(() -> fs.machine().at(fs.machine().nowNs(), task::reap));
    return new Run(fs, task, job, run, latencies, fs.machine().nowNs());
  }

  /** Latencies in ns, in the order of completion. */
  private static final class Latencies {
    private long[] ns = new long[FIRST_LATENCIES];
    private int count;

    void add(long latencyNs) {
      if (count == ns.length) {
        ns = Arrays.copyOf(ns, 2 * count);
      }
      ns[count++] = latencyNs;
    }

    long[] sorted() {
      long[] sorted = Arrays.copyOf(ns, count);
      Arrays.sort(sorted);
      return sorted;
    }
  }

  /** On whose behalf it runs. */
  public Task task() {
    return task;
  }

  /** What it does. */
  public Job job() {
    return job;
  }

  /** True once nothing is in flight and nothing more will be submitted, or the task has died. */
  public boolean isDone() {
    return run.isDone();
  }

  /** Submits nothing more; what is in flight is waited for. */
  public void stop() {
    fs.locked(
        () -> {
          run.stop();
          fs.tell(new MachineCommand.Stop(task));
        });
  }

  /** Virtual time from its start to its end, or to now. */
  public Duration duration() {
    long end = run.isDone() ? run.finishedNs() : fs.machine().nowNs();
    return Duration.ofNanos(Math.max(0, end - startedNs));
  }

  public long readIos() {
    return run.readIos();
  }

  public long wroteIos() {
    return run.wroteIos();
  }

  public long readBytes() {
    return run.readBytes();
  }

  public long wroteBytes() {
    return run.wroteBytes();
  }

  /** Bytes read a second, over {@link #duration}; 0 if no time has passed. */
  public double readRate() {
    return rate(readBytes());
  }

  /** Bytes written a second, over {@link #duration}; 0 if no time has passed. */
  public double writeRate() {
    return rate(wroteBytes());
  }

  /** I/Os a second, over {@link #duration}; 0 if no time has passed. */
  public double iops() {
    return rate(readIos() + wroteIos());
  }

  private double rate(long count) {
    long ns = duration().toNanos();
    return ns == 0 ? 0 : count * NS_PER_SECOND / ns;
  }

  /**
   * The latency that a part of the I/Os does not exceed (nearest rank), from the start of their
   * submission until the task sees them done.
   *
   * @param percent above 0, to 100, which gives the longest
   * @throws IllegalStateException if no I/O is done yet
   */
  public Duration latency(double percent) {
    if (!(percent > 0 && percent <= PERCENT)) {
      throw new IllegalArgumentException("a percentage above 0, to 100: " + percent);
    }
    long[] sorted = latencies.sorted();
    if (sorted.length == 0) {
      throw new IllegalStateException("no I/O is done yet");
    }
    int rank = (int) Math.ceil(percent * sorted.length / PERCENT);
    return Duration.ofNanos(sorted[Math.max(1, rank) - 1]);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s on %s: %d reads (%d B), %d writes (%d B) in %.6f s",
        task,
        job.device(),
        readIos(),
        readBytes(),
        wroteIos(),
        wroteBytes(),
        duration().toNanos() / NS_PER_SECOND);
  }
}
