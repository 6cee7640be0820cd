package io.cglab.core.dm;

import io.cglab.core.dm.ioband.IobandDevice;

/** A piece of a disk behind the token engine of dm-ioband. */
final class IobandTarget implements Target {
  private final Place on;
  final IobandDevice device;

  IobandTarget(Place on, IobandDevice device) {
    this.on = on;
    this.device = device;
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

  @Override
  public boolean keeps(int clone, long nowNs) {
    return device.keeps(clone, nowNs);
  }

  @Override
  public void suspended(long nowNs) {
    device.suspend();
  }

  @Override
  public void resumed(long nowNs) {
    device.resume(nowNs);
  }

  @Override
  public void released(long nowNs) {
    device.close(nowNs);
  }
}
