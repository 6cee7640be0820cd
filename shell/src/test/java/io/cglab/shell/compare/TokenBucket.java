package io.cglab.shell.compare;

import io.cglab.core.Machine;
import io.cglab.core.api.IoMax;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.Submitter;
import io.cglab.core.block.Throttle;
import io.cglab.core.cgroup.BlkgTable;
import java.util.HashMap;
import java.util.Map;

/**
 * What many believe io.max to be: on each level a bucket that fills steadily at the limit's rate
 * and holds 100 ms worth; a bio leaves as soon as all buckets on its path are no longer overdrawn.
 * It knows no slices, no ticks and no timer wheel.
 */
final class TokenBucket implements Throttle {
  private static final double BURST_SECONDS = 0.1;
  private static final double NS = 1e9;

  /** A level, a direction, and what is counted. */
  private record Key(int blkg, boolean write, boolean bytes) {}

  /** The worker that sends parked bios on; it never sleeps, as the disks have tags enough. */
  private static final class Worker extends Submitter {
    @Override
    protected void resume(long nowNs) {}
  }

  private final Machine machine;
  private final Worker worker = new Worker();

  /** When each bucket will be full again, in ns. */
  private final Map<Key, Double> fullAtNs = new HashMap<>();

  TokenBucket(Machine machine) {
    this.machine = machine;
  }

  @Override
  public boolean park(int bio, long nowNs) {
    BioTable bios = machine.block().bios();
    boolean charged = bios.has(bio, BioTable.BYTES_CHARGED);
    bios.mark(bio, BioTable.BYTES_CHARGED);
    double leaveNs = nowNs;
    int blkg = bios.blkg(bio);
    boolean write = bios.isWrite(bio);
    while (blkg != BlkgTable.NONE) {
      IoMax limits = machine.throttle().limits(blkg);
      long bps = write ? limits.wbps() : limits.rbps();
      long iops = write ? limits.wiops() : limits.riops();
      if (bps != IoMax.MAX_BPS && !charged) {
        Key key = new Key(blkg, write, true);
        leaveNs = Math.max(leaveNs, take(key, bios.bytes(bio), bps, nowNs));
      }
      if (iops != IoMax.MAX_IOPS) {
        leaveNs = Math.max(leaveNs, take(new Key(blkg, write, false), 1, iops, nowNs));
      }
      blkg = machine.blkgs().parent(blkg);
    }
    if (leaveNs <= nowNs) {
      return false;
    }
    machine.at((long) leaveNs, () -> machine.block().start(bio, worker));
    return true;
  }

  /** Takes {@code amount} and returns when the bucket is no longer overdrawn by it. */
  private double take(Key key, long amount, long perSecond, long nowNs) {
    double full =
        Math.max(fullAtNs.getOrDefault(key, 0.0), (double) nowNs) + amount * NS / perSecond;
    fullAtNs.put(key, full);
    return full - BURST_SECONDS * NS;
  }
}
