package io.cglab.core.task;

import java.util.List;

/**
 * Which I/Os a benchmark does (schedulers-and-devices.md 6.1): mixes of reads, writes and discards,
 * sizes, order, pace and flushes. Immutable; each setting gives a changed copy.
 *
 * <p>Offsets are aligned to the smallest size of their kind. With more than one size a random
 * pattern that visits {@link #everyBlockOnce every block once} visits every place of the smallest
 * size once.
 *
 * @param kind what is done
 * @param random offsets in random order, not one after the other
 * @param everyBlockOnce in random order: nothing is visited twice before all was visited once
 * @param readPercent of a mix, 0 to 100
 * @param read sizes of reads
 * @param write sizes of writes
 * @param trim sizes of discards
 * @param files the parts of devices that it works on, taken in turns
 * @param limitBytes what is done before it ends
 * @param readRate most bytes of reads a second; 0 for no bound
 * @param writeRate the same of writes
 * @param trimRate the same of discards
 * @param flushEvery a flush after so many writes, 0 for none
 * @param flushAtEnd a flush when all else is done
 * @param seed of what is random
 */
public record Pattern(
    Kind kind,
    boolean random,
    boolean everyBlockOnce,
    int readPercent,
    Blocks read,
    Blocks write,
    Blocks trim,
    List<Region> files,
    long limitBytes,
    long readRate,
    long writeRate,
    long trimRate,
    long flushEvery,
    boolean flushAtEnd,
    long seed) {
  /** What is done. */
  public enum Kind {
    READ,
    WRITE,
    TRIM,
    /** Reads and writes. */
    MIX,
    /** Each block is discarded and then written. */
    TRIM_WRITE
  }

  /**
   * A part of one of the job's devices.
   *
   * @param device number in {@link Job#devices}
   * @param offset first byte, a multiple of 512
   * @param bytes length
   */
  public record Region(int device, long offset, long bytes) {}

  private static final int SECTOR = 512;
  private static final int USUAL_SIZE = 4096;

  public Pattern {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("nothing to work on");
    }
    for (Region file : files) {
      if (file.offset() < 0 || file.offset() % SECTOR != 0 || file.bytes() < 0) {
        throw new IllegalArgumentException("no part of a device: " + file);
      }
    }
    if (readPercent < 0 || readPercent > 100) {
      throw new IllegalArgumentException("read percentage out of range 0 to 100: " + readPercent);
    }
    if (readRate < 0 || writeRate < 0 || trimRate < 0 || flushEvery < 0) {
      throw new IllegalArgumentException("negative rate or number of writes");
    }
  }

  /** Of 4 KiB, one after the other, once over the region. */
  public static Pattern of(Kind kind, Region region) {
    Blocks usual = Blocks.of(USUAL_SIZE);
    return new Pattern(
        kind,
        false,
        true,
        50,
        usual,
        usual,
        usual,
        List.of(region),
        region.bytes(),
        0,
        0,
        0,
        0,
        false,
        0);
  }
}
