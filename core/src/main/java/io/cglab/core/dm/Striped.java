package io.cglab.core.dm;

import java.util.List;

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
   * @param on where each member begins
   */
  Striped(int chunk, List<Place> on) {
    this.chunk = chunk;
    disk = new int[on.size()];
    start = new long[on.size()];
    for (int i = 0; i < disk.length; i++) {
      disk[i] = on.get(i).disk().index();
      start[i] = on.get(i).start();
    }
  }

  private int member(long sector) {
    return (int) (sector / chunk % disk.length);
  }

  @Override
  public long together(long sector, boolean write) {
    return chunk - sector % chunk;
  }

  @Override
  public int memberDisk(long sector, boolean write) {
    return disk[member(sector)];
  }

  @Override
  public long memberSector(long sector, boolean write) {
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
