package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line of /proc/diskstats. Lengths in sectors of 512 B, times in ms; what an older kernel does
 * not count is 0.
 *
 * @param inFlight requests that have begun and are not complete
 * @param busyMs time with at least one of them
 * @param queueMs the sum of all their times
 */
public record DiskCounters(
    String name,
    long reads,
    long readMerges,
    long readSectors,
    long readMs,
    long writes,
    long writeMerges,
    long writeSectors,
    long writeMs,
    long inFlight,
    long busyMs,
    long queueMs,
    long discards,
    long discardMerges,
    long discardSectors,
    long discardMs,
    long flushes,
    long flushMs) {
  private static final int NAME = 2;
  private static final int COUNTERS = 17;

  /** All disks and partitions, by name, in the file's order. */
  public static Map<String, DiskCounters> read(FileSystem files) throws IOException {
    Map<String, DiskCounters> all = new LinkedHashMap<>();
    for (String line : Files.readAllLines(files.getPath("/proc/diskstats"))) {
      String[] words = line.strip().split("\\s+");
      if (words.length <= NAME) {
        continue;
      }
      long[] n = new long[COUNTERS];
      for (int i = 0; i < COUNTERS && NAME + 1 + i < words.length; i++) {
        n[i] = Long.parseLong(words[NAME + 1 + i]);
      }
      all.put(words[NAME], of(words[NAME], n));
    }
    return all;
  }

  /** Nothing was done yet. */
  public static DiskCounters none(String name) {
    return of(name, new long[COUNTERS]);
  }

  private static DiskCounters of(String name, long[] n) {
    return new DiskCounters(
        name, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11], n[12],
        n[13], n[14], n[15], n[16]);
  }

  /** What happened since an earlier line; what is in flight is that of now. */
  public DiskCounters since(DiskCounters before) {
    return new DiskCounters(
        name,
        reads - before.reads,
        readMerges - before.readMerges,
        readSectors - before.readSectors,
        readMs - before.readMs,
        writes - before.writes,
        writeMerges - before.writeMerges,
        writeSectors - before.writeSectors,
        writeMs - before.writeMs,
        inFlight,
        busyMs - before.busyMs,
        queueMs - before.queueMs,
        discards - before.discards,
        discardMerges - before.discardMerges,
        discardSectors - before.discardSectors,
        discardMs - before.discardMs,
        flushes - before.flushes,
        flushMs - before.flushMs);
  }

  /** Nothing was ever done. */
  public boolean isUnused() {
    return reads + writes + discards + flushes == 0;
  }
}
