package io.cglab.core.dm;

import io.cglab.core.block.BlockLayer;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;

/** No disk at all: the targets zero, which takes and gives everything, and error. */
final class Sink implements Target {
  private final int own;
  private final EventQueue events;
  private final EventHandler end;

  /**
   * A sink.
   *
   * @param own index of the mapped device's disk
   * @param fails true for error
   */
  Sink(int own, boolean fails, BlockLayer block, EventQueue events) {
    this.own = own;
    this.events = events;
    end = (clone, now) -> block.end(clone, fails);
  }

  @Override
  public long together(long sector, boolean write) {
    return Long.MAX_VALUE;
  }

  @Override
  public int memberDisk(long sector, boolean write) {
    return own;
  }

  @Override
  public long memberSector(long sector, boolean write) {
    return sector;
  }

  @Override
  public int members() {
    return 1;
  }

  @Override
  public int diskOf(int member) {
    return own;
  }

  @Override
  public boolean keeps(int clone, long nowNs) {
    events.push(nowNs, end, clone); // its submitter is still on its way in
    return true;
  }
}
