package io.cglab.core.policy.throttle;

import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.Submitter;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;

/**
 * A disk's release worker: sends the bios on that the throttle has let go, a batch at a time, all
 * reads of a batch before all writes. If it sleeps for a tag, later batches wait behind it.
 */
final class ReleaseWorker extends Submitter {
  private final BlockLayer block;
  private final EventQueue events;
  private final BioTable bios;
  private final long delayNs;
  private final EventHandler run = (arg, now) -> run();

  // Released since the last batch began: a list for each direction.
  private final int[] head = {BioTable.NONE, BioTable.NONE};
  private final int[] tail = {BioTable.NONE, BioTable.NONE};

  // The running batch, reads first.
  private int batch = BioTable.NONE;

  private boolean scheduled;
  private boolean running;

  ReleaseWorker(BlockLayer block, EventQueue events, BioTable bios, long delayNs) {
    this.block = block;
    this.events = events;
    this.bios = bios;
    this.delayNs = delayNs;
  }

  void add(int bio) {
    int d = bios.isWrite(bio) ? 1 : 0;
    bios.setNext(bio, BioTable.NONE);
    if (head[d] == BioTable.NONE) {
      head[d] = bio;
    } else {
      bios.setNext(tail[d], bio);
    }
    tail[d] = bio;
  }

  void wake(long nowNs) {
    if (!scheduled && !running) {
      scheduled = true;
      events.push(nowNs + delayNs, run, 0);
    }
  }

  private void run() {
    scheduled = false;
    running = true;
    goOn();
  }

  @Override
  protected void resume(long nowNs) {
    goOn();
  }

  /** Issues what was released under one plug, so that neighbours merge. */
  private void goOn() {
    block.plug(this);
    while (true) {
      if (batch == BioTable.NONE && !takeBatch()) {
        block.unplug(this);
        running = false;
        return;
      }
      int bio = batch;
      batch = bios.next(bio);
      bios.setNext(bio, BioTable.NONE);
      if (!block.start(bio, this)) {
        return;
      }
    }
  }

  private boolean takeBatch() {
    if (head[0] == BioTable.NONE) {
      batch = head[1];
    } else {
      batch = head[0];
      bios.setNext(tail[0], head[1]);
    }
    head[0] = BioTable.NONE;
    head[1] = BioTable.NONE;
    return batch != BioTable.NONE;
  }
}
