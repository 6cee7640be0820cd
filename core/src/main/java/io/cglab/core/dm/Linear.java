package io.cglab.core.dm;

/** A piece of a disk, as it lies there. */
final class Linear implements Target {
  private final Place on;

  Linear(Place on) {
    this.on = on;
  }

  @Override
  public long together(long sector, boolean write) {
    return Long.MAX_VALUE;
  }

  @Override
  public int memberDisk(long sector, boolean write) {
    return on.disk().index();
  }

  @Override
  public long memberSector(long sector, boolean write) {
    return on.start() + sector;
  }

  @Override
  public int members() {
    return 1;
  }

  @Override
  public int diskOf(int member) {
    return on.disk().index();
  }
}
