package io.cglab.core.block;

import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.trace.Trace;
import java.util.List;

/**
 * What volumes send on to their members: each piece is a bio of its own on the member's disk, where
 * the same cgroup pays for it with that disk's record (throttle-and-qos.md 1.2). What was charged
 * or counted on the volume is not charged there.
 */
final class Clones {
  private final BioTable bios;
  private final BlkgTable blkgs;
  private final List<DiskQueue> queues;
  private Trace trace = Trace.NONE;

  Clones(BioTable bios, BlkgTable blkgs, List<DiskQueue> queues) {
    this.bios = bios;
    this.blkgs = blkgs;
    this.queues = queues;
  }

  void setTrace(Trace newTrace) {
    trace = newTrace;
  }

  /**
   * Makes a clone of what lies together at the front of a volume's bio and leaves it to {@code by}
   * to start, unless the driver keeps it; behind it the rest of the bio, which re-enters at stage
   * 4.
   */
  void map(int bio, BioDriver driver, Submitter by, long now) {
    if (bios.sectors[bio] == 0) { // a flush
      bios.pieces[bio] = driver.members();
      for (int i = driver.members() - 1; i >= 0; i--) {
        int clone = clone(bio, driver.diskOf(i), 0, 0, now);
        if (!driver.keepsFlush(clone, i, now)) {
          by.pushRest(clone, bios);
        }
      }
      return;
    }
    long sector = bios.sector[bio];
    boolean write = bios.isWrite(bio);
    int sectors = (int) Math.min(bios.sectors[bio], driver.together(sector, write));
    int clone =
        clone(
            bio,
            driver.memberDisk(sector, write),
            driver.memberSector(sector, write),
            sectors,
            now);
    if (sectors < bios.sectors[bio]) {
      bios.sector[bio] += sectors;
      bios.sectors[bio] -= sectors;
      bios.pieces[bio]++;
      by.pushRest(bio, bios);
    }
    if (!driver.keepsClone(clone, sector, now)) {
      by.pushRest(clone, bios);
    }
  }

  private int clone(int bio, int disk, long sector, int sectors, long now) {
    Cgroup payer = BlkgTable.effective(blkgs.cgroup(bios.blkg[bio]));
    int blkg = blkgs.obtain(payer, queues.get(disk).disk);
    blkgs.refer(blkg);
    int clone = bios.alloc();
    bios.setOp(clone, bios.op(bio));
    bios.flags[clone] = bios.flags[bio] & BioTable.KEPT_BY_CLONES | BioTable.CLONE;
    bios.disk[clone] = disk;
    bios.sector[clone] = sector;
    bios.sectors[clone] = sectors;
    bios.blkg[clone] = blkg;
    bios.prio[clone] = bios.prio[bio];
    bios.whole[clone] = bio;
    bios.pieces[clone] = 1;
    bios.next[clone] = BioTable.NONE;
    bios.by[clone] = bios.by[bio];
    bios.mappedNs[clone] = now;
    bios.mappedSectors[clone] = sectors;
    queues.get(bios.disk[bio]).disk.stats().start(bios.op(bio), now);
    trace.mapped(now, bio, clone);
    return clone;
  }

  /** A bio is complete: if it is a clone its driver is told, and the volume counts an I/O. */
  void completed(int bio, long now) {
    if (!bios.has(bio, BioTable.CLONE)) {
      return;
    }
    queues
        .get(bios.disk[bios.whole[bio]])
        .disk
        .stats()
        .complete(bios.op(bio), bios.mappedSectors[bio], bios.mappedNs[bio], now);
    CloneEnd told = bios.cloneEnd[bio];
    if (told != null) {
      told.cloneDone(bio, bios.cloneCookie[bio], now);
    }
  }
}
