package io.cglab.core.dm;

/**
 * A piece of a disk that a volume is made of.
 *
 * @param disk name of the disk or partition, as in /dev
 * @param start its first sector there, 512 B each
 * @param sectors its length in sectors, at least 1
 */
public record Segment(String disk, long start, long sectors) {
  public Segment {
    if (start < 0 || sectors < 1) {
      throw new IllegalArgumentException(
          disk + ": no piece of a disk: " + sectors + " sectors from " + start);
    }
  }
}
