package io.cglab.core.dm;

/**
 * Chunks dealt out to k members in turn: sector s is in chunk q = floor(s / c), on member q mod k,
 * at floor(q / k) · c + s mod c from the member's beginning (schedulers-and-devices.md 5.3).
 */
final class Striped implements Target {
  private final int chunk;
  private final int[] disk;
  private final long[] start;

  /**
   * A mapping to members.
   *
   * @param chunk length of a chunk in sectors
   * @param disk index of each member's disk
   * @param start where each member begins on its disk
   */
  Striped(int chunk, int[] disk, long[] start) {
    this.chunk = chunk;
    this.disk = disk;
    this.start = start;
  }

  private int member(long sector) {
    return (int) (sector / chunk % disk.length);
  }

  @Override
  public long together(long sector) {
    return chunk - sector % chunk;
  }

  @Override
  public int memberDisk(long sector) {
    return disk[member(sector)];
  }

  @Override
  public long memberSector(long sector) {
    return start[member(sector)] + sector / chunk / disk.length * chunk + sector % chunk;
  }

  @Override
  public int members() {
    return disk.length;
  }

  @Override
  public int diskOf(int member) {
    return disk[member];
  }
}
