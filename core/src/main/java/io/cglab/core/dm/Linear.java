package io.cglab.core.dm;

import java.util.Arrays;

/** Members one after the other. */
final class Linear implements Target {
  private final int[] disk;
  private final long[] start;

  /** Where each member begins on the volume, and the volume's length behind them. */
  private final long[] border;

  /**
   * A mapping to members.
   *
   * @param disk index of each member's disk
   * @param start where each member begins on its disk
   * @param sectors length of each member
   */
  Linear(int[] disk, long[] start, long[] sectors) {
    this.disk = disk;
    this.start = start;
    border = new long[disk.length + 1];
    for (int i = 0; i < disk.length; i++) {
      border[i + 1] = border[i] + sectors[i];
    }
  }

  private int member(long sector) {
    int found = Arrays.binarySearch(border, sector);
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public long together(long sector) {
    return border[member(sector) + 1] - sector;
  }

  @Override
  public int memberDisk(long sector) {
    return disk[member(sector)];
  }

  @Override
  public long memberSector(long sector) {
    int member = member(sector);
    return start[member] + sector - border[member];
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
