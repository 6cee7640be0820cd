package io.cglab.core.policy.iocost;

import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.cgroup.BlkgListener;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Hierarchies;
import io.cglab.core.device.Disk;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.TimerWheel;
import io.cglab.core.sim.VirtualClock;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * iocost: proportional shares of modelled device time (throttle-and-qos.md 4).
 *
 * <p>A disk joins with the first write of io.cost.qos or io.cost.model for it, and stays; whether
 * bios are controlled is a setting. Groups are made with the first bio of their record.
 */
public final class Iocost implements BlkgListener {
  final VirtualClock clock;
  final EventQueue events;
  final TimerWheel wheel;
  final Ticks ticks;
  final BlockLayer block;
  final BioTable bios;
  private final BlkgTable blkgs;
  private final IocostSettings settings = new IocostSettings();
  private final IocostWeights weights;
  private final List<@Nullable IocostDisk> disks = new ArrayList<>(); // by index of the disk
  private @Nullable IocostGroup[] groups = new @Nullable IocostGroup[0]; // by row of the record

  /** By row of the bio: what it was charged, as its group's virtual time; 0 if nothing. */
  long[] costs = new long[0];

  /** By row of the bio, while it waits: its price at weight 1. */
  long[] prices = new long[0];

  Trace trace = Trace.NONE;
  boolean donates = true;

  /** The policy for all disks and cgroups of a machine. */
  public Iocost(
      VirtualClock clock,
      EventQueue events,
      TimerWheel wheel,
      Ticks ticks,
      BlockLayer block,
      Hierarchies hierarchies) {
    this.clock = clock;
    this.events = events;
    this.wheel = wheel;
    this.ticks = ticks;
    this.block = block;
    this.bios = block.bios();
    this.blkgs = block.blkgs();
    weights = new IocostWeights(blkgs);
    hierarchies.addListener(weights);
    blkgs.addListener(this);
    settings.setListener(this::set);
    weights.setListener(this::reweigh);
  }

  /** io.cost.qos and io.cost.model. */
  public IocostSettings settings() {
    return settings;
  }

  /** io.weight. */
  public IocostWeights weights() {
    return weights;
  }

  /** Sends what happens from now on to {@code newTrace}. */
  public void setTrace(Trace newTrace) {
    trace = newTrace;
  }

  /**
   * Sets whether groups give away what they do not use; only tests that show the effect of it want
   * them not to.
   */
  public void setDonates(boolean on) {
    donates = on;
  }

  /** True if iocost was ever set up on the disk. */
  public boolean isActive(Disk disk) {
    return settings.of(disk) != null;
  }

  /** True if iocost controls the disk. */
  public boolean isEnabled(Disk disk) {
    DiskSettings of = settings.of(disk);
    return of != null && of.enabled();
  }

  /** Speed of the disk's virtual time in ppm of its model, without compensation for losses. */
  public int vratePpm(Disk disk) {
    return of(disk).time.basePpm();
  }

  /** How busy the disk is: positive slows its virtual time down, negative speeds it up. */
  public int busyLevel(Disk disk) {
    return of(disk).busyLevel();
  }

  /**
   * The part of its disk that a record's I/O is charged by, 1 to 65536 for all of it; 0 for a
   * record that nobody has used.
   */
  public int hweight(int blkg) {
    IocostGroup group = blkg < groups.length ? groups[blkg] : null;
    if (group == null) {
      return 0;
    }
    of(blkgs.disk(blkg)).tree.refresh(group);
    return (int) group.hwi();
  }

  /** What was done to a record until the last end of a period, descendants included. */
  public IocostStat stat(int blkg) {
    IocostGroup group = blkg < groups.length ? groups[blkg] : null;
    return group == null
        ? IocostStat.ZERO
        : new IocostStat(group.usageUs, group.waitUs, group.indebtUs, group.indelayUs);
  }

  IocostDisk of(Disk disk) {
    IocostDisk of = disks.get(disk.index());
    assert of != null : "not set up: " + disk.name();
    return of;
  }

  private void set(Disk disk, DiskSettings next) {
    while (disks.size() <= disk.index()) {
      disks.add(null);
    }
    IocostDisk of = disks.get(disk.index());
    if (of == null) {
      of = new IocostDisk(this, disk, next);
      disks.set(disk.index(), of);
      block.addPolicy(disk, of);
    } else {
      of.set(next);
    }
  }

  // ---- groups

  /** The group of a record; makes it and those above it. */
  IocostGroup group(int blkg) {
    IocostGroup group = blkg < groups.length ? groups[blkg] : null;
    if (group == null) {
      int parent = blkgs.parent(blkg);
      IocostGroup up = parent == BlkgTable.NONE ? null : group(parent);
      group = new IocostGroup(blkg, up, weights.weight(blkg) * IocostGroup.WHOLE);
      if (blkg >= groups.length) {
        groups = Arrays.copyOf(groups, Math.max(blkgs.rows(), groups.length * 2));
      }
      groups[blkg] = group;
    }
    return group;
  }

  private void reweigh(int blkg) {
    IocostGroup group = blkg < groups.length ? groups[blkg] : null;
    if (group != null) {
      of(blkgs.disk(blkg)).reweigh(group, weights.weight(blkg) * IocostGroup.WHOLE);
    }
  }

  @Override
  public void created(int blkg) {
    assert blkg >= groups.length || groups[blkg] == null : "another's row: " + blkg;
  }

  @Override
  public void freed(int blkg) {
    IocostGroup group = blkg < groups.length ? groups[blkg] : null;
    if (group != null) {
      of(blkgs.disk(blkg)).forget(group);
      groups[blkg] = null;
    }
  }

  // ---- bios

  /** Makes room for a bio; it has been charged nothing. */
  void reserve(int bio) {
    if (bio >= costs.length) {
      int length = Math.max(bio + 1, costs.length * 2);
      costs = Arrays.copyOf(costs, length);
      prices = Arrays.copyOf(prices, length);
    }
    costs[bio] = 0;
  }

  /** What a bio has been charged; nothing if it was submitted before there was a budget. */
  long cost(int bio) {
    return bio < costs.length ? costs[bio] : 0;
  }
}
