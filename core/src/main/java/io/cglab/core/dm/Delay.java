package io.cglab.core.dm;

import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;

/** Pieces of disks, one for reads and one for writes, that are reached some time late. */
final class Delay implements Target {
  private final Place read;
  private final Place write;
  private final long readNs;
  private final long writeNs;
  private final BioTable bios;
  private final EventQueue events;
  private final EventHandler goOn;

  Delay(Place read, long readNs, Place write, long writeNs, BlockLayer block, EventQueue events) {
    this.read = read;
    this.write = write;
    this.readNs = readNs;
    this.writeNs = writeNs;
    this.events = events;
    bios = block.bios();
    goOn = (clone, now) -> block.release(clone, false);
  }

  @Override
  public long together(long sector, boolean isWrite) {
    return Long.MAX_VALUE;
  }

  @Override
  public int memberDisk(long sector, boolean isWrite) {
    return (isWrite ? write : read).disk().index();
  }

  @Override
  public long memberSector(long sector, boolean isWrite) {
    return (isWrite ? write : read).start() + sector;
  }

  @Override
  public int members() {
    return 1;
  }

  @Override
  public int diskOf(int member) {
    return write.disk().index();
  }

  @Override
  public boolean keeps(int clone, long nowNs) {
    long late = bios.isWrite(clone) ? writeNs : readNs;
    if (late == 0) {
      return false;
    }
    events.push(nowNs + late, goOn, clone);
    return true;
  }
}
