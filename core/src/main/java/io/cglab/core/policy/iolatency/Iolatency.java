package io.cglab.core.policy.iolatency;

import io.cglab.core.block.BlockLayer;
import io.cglab.core.cgroup.BlkgListener;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.device.Disk;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.TimerWheel;
import io.cglab.core.sim.VirtualClock;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * io.latency: groups that miss their target have their siblings slowed down (throttle-and-qos.md
 * 3). {@link LatencyTargets} keeps the targets; this keeps for each disk that an io.latency file
 * has named a {@link LatencyPolicy} in its chain, and for each of its records a group.
 */
public final class Iolatency implements BlkgListener, LatencyTargets.Listener {
  private final VirtualClock clock;
  private final TimerWheel wheel;
  private final Ticks ticks;
  private final BlockLayer block;
  private final BlkgTable blkgs;
  private final LatencyTargets targets;
  private final EventHandler recovery = (disk, now) -> policyOf(disk).recover(now);

  private @Nullable LatencyGroup[] groups = new @Nullable LatencyGroup[0];
  private final List<@Nullable LatencyPolicy> policies = new ArrayList<>();
  private Trace trace = Trace.NONE;
  private boolean recovers = true;

  /** Follows {@code newTargets}, on all disks of a block layer. */
  public Iolatency(
      VirtualClock clock,
      TimerWheel wheel,
      Ticks ticks,
      BlockLayer block,
      LatencyTargets newTargets) {
    this.clock = clock;
    this.wheel = wheel;
    this.ticks = ticks;
    this.block = block;
    blkgs = block.blkgs();
    targets = newTargets;
    blkgs.addListener(this);
    targets.setListener(this);
  }

  public void setTrace(Trace newTrace) {
    trace = newTrace;
    for (LatencyPolicy policy : policies) {
      if (policy != null) {
        policy.setTrace(newTrace);
      }
    }
  }

  /**
   * Switches the slow recovery (3.7) of disks that become active from now on. It is part of the
   * mechanism; who leaves it out wants to see what it is good for.
   */
  public void setRecovers(boolean on) {
    recovers = on;
  }

  // ---- disks and records

  @Override
  public void activated(Disk disk) {
    while (policies.size() <= disk.index()) {
      policies.add(null);
    }
    int timer = recovers ? wheel.alloc(recovery, disk.index()) : LatencyPolicy.NO_TIMER;
    LatencyPolicy policy = new LatencyPolicy(block, wheel, ticks, disk, timer, this);
    policy.setTrace(trace);
    policies.set(disk.index(), policy);
    for (int row = 0; row < blkgs.rows(); row++) {
      if (blkgs.isUsed(row) && blkgs.disk(row) == disk) {
        make(row);
      }
    }
    if (disk.isRequestBased()) { // the bios of others pass no chain
      block.addPolicy(disk, policy);
    }
  }

  private LatencyPolicy policyOf(int disk) {
    LatencyPolicy policy = policies.get(disk);
    assert policy != null : "not active: " + disk;
    return policy;
  }

  @Override
  public void created(int blkg) {
    if (targets.isActive(blkgs.disk(blkg))) {
      make(blkg);
    }
  }

  @Override
  public void freed(int blkg) {
    if (blkg < groups.length) {
      groups[blkg] = null;
    }
  }

  /** Makes the group of a record and those of its ancestors, if they are not there yet. */
  private LatencyGroup make(int blkg) {
    if (blkg >= groups.length) {
      groups = Arrays.copyOf(groups, Math.max(blkgs.rows(), groups.length * 2));
    }
    LatencyGroup group = groups[blkg];
    if (group == null) {
      int up = blkgs.parent(blkg);
      LatencyGroup parent = up == BlkgTable.NONE ? null : make(up);
      group = new LatencyGroup(blkg, parent, targets.measuresMean(blkg), clock.nowNs());
      group.windowNs = targets.windowNs(blkg);
      groups[blkg] = group;
    }
    return group;
  }

  /** The group of a record on an active disk. */
  LatencyGroup group(int blkg) {
    LatencyGroup group = groups[blkg];
    assert group != null : "no group: " + blkg;
    return group;
  }

  /** The groups of all records, by row; null where there is none. */
  @Nullable LatencyGroup[] groups() {
    return groups;
  }

  boolean isOn(LatencyGroup group, Disk disk) {
    return blkgs.disk(group.blkg) == disk;
  }

  @Override
  public void targetChanged(int blkg) {
    LatencyGroup group = group(blkg);
    boolean had = group.hasTarget();
    group.targetNs = targets.targetNs(blkg);
    group.windowNs = targets.windowNs(blkg);
    LatencyPolicy policy = policyOf(blkgs.disk(blkg).index());
    if (had != group.hasTarget()) {
      policy.countTarget(had ? -1 : 1);
    }
    if (!group.hasTarget()) {
      block.useDelay().clear(blkg);
    }
    LatencyGroup parent = group.parent;
    if (parent != null) {
      boolean moves = !parent.children.isDefault();
      parent.children.reset();
      if (moves) {
        trace.latencyCookie(clock.nowNs(), parent.blkg, 0, Trace.Step.NEW_TARGET);
      }
    }
  }

  /** What io.stat shows of a record. */
  public IolatencyStat stat(int blkg) {
    LatencyGroup group = blkg < groups.length ? groups[blkg] : null;
    if (group == null) {
      return IolatencyStat.ZERO;
    }
    return new IolatencyStat(
        group.window.missed(), group.window.samples(), group.depth, group.averageNs);
  }
}
