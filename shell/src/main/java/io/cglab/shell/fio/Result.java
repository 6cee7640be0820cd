package io.cglab.shell.fio;

import io.cglab.shell.command.DiskCounters;
import java.util.List;

/**
 * What all jobs came to.
 *
 * @param entries jobs, or those of a group as one, in order
 * @param disks what the disks did meanwhile
 * @param elapsedMs how long it took
 * @param epochMs the end, in ms since the epoch
 */
record Result(List<Entry> entries, List<DiskCounters> disks, long elapsedMs, long epochMs) {
  private static final double PERCENT = 100;

  /**
   * One block of a report.
   *
   * @param jobs how many it stands for
   * @param error empty, or as fio prints it
   */
  record Entry(
      JobSpec spec, int group, int jobs, int pid, JobStats stats, int errno, String error) {}

  /** Bytes a second of all jobs of a group, in one direction. */
  long groupBandwidth(int group, int direction) {
    long bytes = 0;
    long longest = 0;
    for (Entry entry : entries) {
      if (entry.group() == group) {
        DirectionStats stats = entry.stats().directions[direction];
        bytes += stats.bytes;
        longest = Math.max(longest, stats.runtimeMs);
      }
    }
    return longest == 0 ? 0 : bytes * 1000 / longest;
  }

  /** A mean bandwidth in KiB/s as a share of its group's, in percent. */
  double shareOfGroup(Entry entry, int direction) {
    long all = groupBandwidth(entry.group(), direction);
    double mean = entry.stats().directions[direction].bandwidth.mean();
    return all == 0 ? PERCENT : Math.min(PERCENT, mean * PERCENT / (all / 1024.0));
  }

  double utilization(DiskCounters disk) {
    return elapsedMs == 0 ? 0 : Math.min(PERCENT, PERCENT * disk.busyMs() / elapsedMs);
  }
}
