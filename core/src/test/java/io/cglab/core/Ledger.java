package io.cglab.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.api.IoMax;
import io.cglab.core.block.BioTable;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** Counts bios, hashes the trace, and watches every charge against the limits in force. */
class Ledger implements Trace {
  private final Machine machine;
  private final int hz;
  long hash;
  long submitted;
  long completed;
  private final List<Account> accounts = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();

  Ledger(Machine machine, int hz) {
    this.machine = machine;
    this.hz = hz;
  }

  /** Charges of one record in one direction since the last write of a limit on its path. */
  private static final class Account {
    long quietSince;
    long bytesSum;
    long iosSum;
    double bytesFloor = Double.MAX_VALUE;
    double iosFloor = Double.MAX_VALUE;
    long largestBio;
    boolean credited;
  }

  private Account account(int blkg, boolean write) {
    int at = 2 * blkg + (write ? 1 : 0);
    while (accounts.size() <= at) {
      accounts.add(new Account());
    }
    return accounts.get(at);
  }

  void lift() {
    for (int row = 0; row < machine.blkgs().rows(); row++) {
      if (machine.blkgs().isUsed(row)) {
        machine.throttle().activate(machine.blkgs().disk(row));
        machine.throttle().setLimits(row, IoMax.NONE);
      }
    }
  }

  void check() {
    assertThat(violations).isEmpty();
  }

  private void mix(long what, long a, long b) {
    hash = (hash ^ what) * 0x9E3779B97F4A7C15L;
    hash = Long.rotateLeft(hash ^ a, 29) * 0xBF58476D1CE4E5B9L;
    hash = Long.rotateLeft(hash ^ b, 31) * 0x94D049BB133111EBL;
  }

  private long serial(int blkg) {
    return machine.blkgs().cgroup(blkg).serial();
  }

  @Override
  public void submitted(long nowNs, int bio) {
    submitted++;
    mix(1, nowNs, serial(machine.block().bios().blkg(bio)));
  }

  @Override
  public void completed(long nowNs, int bio) {
    if (machine.block().bios().has(bio, BioTable.NO_MERGE)) {
      return; // a piece of another bio
    }
    completed++;
    mix(2, nowNs, machine.block().bios().bytes(bio));
  }

  @Override
  public void parked(long nowNs, int bio, int blkg, Reason reason, long waitTicks) {
    mix(3 + reason.ordinal(), nowNs, waitTicks);
  }

  @Override
  public void policyWait(long nowNs, int bio, Policy policy, int blkg, int depth) {
    mix(5, nowNs, depth);
  }

  @Override
  public void costWait(long nowNs, int bio, int blkg, long budget, long cost) {
    mix(6, nowNs, cost);
  }

  @Override
  public void limited(long nowNs, int blkg, IoMax limits) {
    mix(7, nowNs, limits.hashCode());
    // A new limit begins a new account for this record and all below it, one slice from now.
    for (int row = 0; row < machine.blkgs().rows(); row++) {
      for (int at = row; machine.blkgs().isUsed(row) && at != BlkgTable.NONE; ) {
        if (at == blkg) {
          reset(row);
        }
        at = machine.blkgs().parent(at);
      }
    }
  }

  private boolean isUrgent(int bio) {
    BioTable bios = machine.block().bios();
    return bios.has(bio, BioTable.META) || bios.has(bio, BioTable.SWAP);
  }

  private void reset(int row) {
    for (boolean write : new boolean[] {false, true}) {
      account(row, write);
      Account fresh = new Account();
      fresh.quietSince = machine.tick() + hz / 10;
      accounts.set(2 * row + (write ? 1 : 0), fresh);
    }
  }

  @Override
  public void charged(long nowNs, int bio, int blkg, boolean write, long bytes) {
    mix(8, nowNs, bytes);
    if (blkg == BlkgTable.NONE) {
      return;
    }
    Account account = account(blkg, write);
    long tick = machine.tick();
    // What comes from a child may bring the child's slice as credit (2.6 a), which forgets what
    // the
    // parent used: a parent can so stay above its limit. Seed 1540898944 showed it.
    account.credited |= machine.block().bios().blkg(bio) != blkg;
    if (isUrgent(bio)) {
      return; // it goes at once, whatever the limit, and what comes behind it waits for its debt
    }
    if (tick < account.quietSince || account.credited) {
      return;
    }
    IoMax limits = machine.throttle().limits(blkg);
    long bps = write ? limits.wbps() : limits.rbps();
    long iops = write ? limits.wiops() : limits.riops();
    double slices = 2.0 * (hz / 10) / hz;
    account.largestBio = Math.max(account.largestBio, bytes);
    if (bps != IoMax.MAX_BPS) {
      account.bytesFloor =
          Math.min(account.bytesFloor, account.bytesSum - bps * (tick / (double) hz));
      account.bytesSum += bytes;
      double used = account.bytesSum - bps * (tick / (double) hz) - account.bytesFloor;
      if (used > bps * slices + account.largestBio + 1) {
        violations.add(machine.blkgs().cgroup(blkg) + ": " + used + " B over " + bps + " B/s");
      }
    }
    if (iops != IoMax.MAX_IOPS) {
      account.iosFloor = Math.min(account.iosFloor, account.iosSum - iops * (tick / (double) hz));
      account.iosSum++;
      double used = account.iosSum - iops * (tick / (double) hz) - account.iosFloor;
      if (used > iops * slices + 1.001) {
        violations.add(machine.blkgs().cgroup(blkg) + ": " + used + " ios over " + iops + "/s");
      }
    }
  }
}
