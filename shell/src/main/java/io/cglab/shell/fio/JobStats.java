package io.cglab.shell.fio;

import io.cglab.core.api.Errno;
import io.cglab.core.api.Op;
import io.cglab.core.task.JobObserver;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a job, or a group of jobs that are reported as one, came to. */
final class JobStats implements JobObserver {
  static final int READ = 0;
  static final int WRITE = 1;
  static final int TRIM = 2;
  static final int DIRECTIONS = 3;

  /** Upper bounds of latency classes, in their unit; two more for ms. */
  static final int[] LATENCY_BOUNDS = {2, 4, 10, 20, 50, 100, 250, 500, 750, 1000};

  static final int LATENCY_CLASSES = LATENCY_BOUNDS.length;
  static final int MS_CLASSES = LATENCY_CLASSES + 2;

  /** Classes of depths, and of numbers of I/Os of a call. */
  static final int MAP_CLASSES = 7;

  private static final int THOUSAND = 1000;
  private static final int LAST_BOUND_MS = 2000;

  /** Samples are taken by a helper thread, which is late: the one at the very end never comes. */
  private static final long SAMPLE_LATE_NS = 1_000_000;

  final DirectionStats[] directions = {
    new DirectionStats(), new DirectionStats(), new DirectionStats()
  };
  final Summary sync = new Summary();
  final Histogram syncPercentiles = new Histogram();
  final long[] latencyNs = new long[LATENCY_CLASSES];
  final long[] latencyUs = new long[LATENCY_CLASSES];
  final long[] latencyMs = new long[MS_CLASSES];
  final long[] depths = new long[MAP_CLASSES];
  final long[] submits = new long[MAP_CLASSES];
  final long[] completes = new long[MAP_CLASSES];
  long runtimeMs;
  long cpuNs;
  long waits;

  private final boolean async;
  private final long bandwidthNs;
  private final long iopsNs;
  private long countsFromNs;
  private long nextBandwidthNs;
  private long nextIopsNs;
  private long bandwidthSinceNs;
  private long iopsSinceNs;
  private boolean inRamp;

  /**
   * Nothing yet.
   *
   * @param async submissions and completions are measured apart
   * @param bandwidthMs interval of bandwidth samples
   * @param iopsMs interval of samples of I/Os a second
   */
  JobStats(boolean async, long bandwidthMs, long iopsMs) {
    this.async = async;
    bandwidthNs = bandwidthMs * THOUSAND * THOUSAND;
    iopsNs = iopsMs * THOUSAND * THOUSAND;
  }

  /**
   * The job begins.
   *
   * @param rampNs how long what is reaped does not count
   */
  void startAt(long ns, long rampNs) {
    inRamp = rampNs > 0;
    countsFromNs = ns + rampNs;
    bandwidthSinceNs = countsFromNs;
    iopsSinceNs = countsFromNs;
    nextBandwidthNs = countsFromNs + bandwidthNs + SAMPLE_LATE_NS;
    nextIopsNs = countsFromNs + iopsNs + SAMPLE_LATE_NS;
  }

  /** An I/O that ended with an error. */
  record Failure(Op op, int file, long offset, int bytes, Errno error) {}

  private @Nullable Failure failure;

  @Override
  public void reaped(Op op, int bytes, long submittedNs, long reapedNs) {
    reaped(op, bytes, submittedNs, submittedNs, reapedNs);
  }

  @Override
  public void reaped(Op op, int bytes, long submittedNs, long acceptedNs, long reapedNs) {
    if (reapedNs < countsFromNs) {
      return;
    }
    if (inRamp) {
      inRamp = false;
      clearMaps();
    }
    sample(reapedNs);
    long total = reapedNs - submittedNs;
    if (op == Op.FLUSH) {
      sync.add(total);
      syncPercentiles.add(total);
      return;
    }
    long completion = Math.max(0, reapedNs - acceptedNs);
    int direction = op == Op.READ ? READ : op == Op.DISCARD ? TRIM : WRITE;
    long submission = async && op != Op.DISCARD ? acceptedNs - submittedNs : -1;
    directions[direction].add(bytes, submission, completion, total);
    classify(completion);
  }

  @Override
  public void failed(Op op, int file, long offset, int bytes, Errno error) {
    if (failure == null) {
      failure = new Failure(op, file, offset, bytes, error);
    }
  }

  /** The first I/O that ended with an error; null for none. */
  @Nullable Failure failure() {
    return failure;
  }

  private void clearMaps() {
    Arrays.fill(depths, 0);
    Arrays.fill(submits, 0);
    Arrays.fill(completes, 0);
  }

  private void sample(long now) {
    while (now > nextBandwidthNs) {
      for (DirectionStats direction : directions) {
        direction.sampleBandwidth(nextBandwidthNs - bandwidthSinceNs);
      }
      bandwidthSinceNs = nextBandwidthNs;
      nextBandwidthNs += bandwidthNs;
    }
    while (now > nextIopsNs) {
      for (DirectionStats direction : directions) {
        direction.sampleIops(nextIopsNs - iopsSinceNs);
      }
      iopsSinceNs = nextIopsNs;
      nextIopsNs += iopsNs;
    }
  }

  private void classify(long ns) {
    long us = ns / THOUSAND;
    long ms = us / THOUSAND;
    if (us == 0) {
      latencyNs[latencyClass(ns)]++;
    } else if (ms == 0) {
      latencyUs[latencyClass(us)]++;
    } else if (ms < THOUSAND) {
      latencyMs[latencyClass(ms)]++;
    } else {
      latencyMs[ms < LAST_BOUND_MS ? LATENCY_CLASSES : LATENCY_CLASSES + 1]++;
    }
  }

  private static int latencyClass(long value) {
    int i = 0;
    while (value >= LATENCY_BOUNDS[i]) {
      i++;
    }
    return i;
  }

  @Override
  public void submits(int ios, int depth) {
    submits[callClass(ios)]++;
    depths[Math.min(MAP_CLASSES - 1, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(depth))] +=
        ios;
  }

  @Override
  public void reaps(int ios) {
    completes[callClass(ios)]++;
  }

  /** None, up to 4, 8, 16, 32, 64, more. */
  private static int callClass(int ios) {
    int i = 0;
    for (int bound = 0; i < MAP_CLASSES - 1 && ios > bound; i++) {
      bound = bound == 0 ? 4 : bound * 2;
    }
    return i;
  }

  /** The job is over. */
  void finish(long now, long cpu, long timesWaited) {
    long elapsedNs = Math.max(0, now - countsFromNs);
    sample(now);
    runtimeMs = elapsedNs / (THOUSAND * THOUSAND);
    for (DirectionStats direction : directions) {
      if (direction.ios > 0) {
        direction.runtimeMs = (elapsedNs + THOUSAND * THOUSAND - 1) / (THOUSAND * THOUSAND);
      }
    }
    cpuNs = cpu;
    waits = timesWaited;
  }

  /** Takes in another job of the group. */
  void join(JobStats other) {
    for (int i = 0; i < DIRECTIONS; i++) {
      directions[i].join(other.directions[i]);
    }
    sync.join(other.sync);
    syncPercentiles.add(other.syncPercentiles);
    for (List<long[]> pair :
        List.of(
            List.of(latencyNs, other.latencyNs),
            List.of(latencyUs, other.latencyUs),
            List.of(latencyMs, other.latencyMs),
            List.of(depths, other.depths),
            List.of(submits, other.submits),
            List.of(completes, other.completes))) {
      for (int i = 0; i < pair.get(0).length; i++) {
        pair.get(0)[i] += pair.get(1)[i];
      }
    }
    runtimeMs += other.runtimeMs;
    cpuNs += other.cpuNs;
    waits += other.waits;
  }

  long ios() {
    return directions[READ].ios + directions[WRITE].ios + directions[TRIM].ios;
  }

  /** Share of the CPU in percent; all of it is the kernel's. */
  double cpuPercent() {
    return runtimeMs == 0 ? 0 : cpuNs / 1e4 / runtimeMs;
  }

  /** Shares of {@code total} in percent, what is there at least {@code least}. */
  static double[] shares(long[] counts, long total, double least) {
    double[] shares = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      double share = total == 0 ? 0 : 100.0 * counts[i] / total;
      shares[i] = counts[i] > 0 ? Math.max(least, share) : 0;
    }
    return shares;
  }
}
