package io.cglab.core.elevator;

import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.Elevator;
import io.cglab.core.block.Merging;
import io.cglab.core.cgroup.BlkgListener;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.device.Disk;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.VirtualClock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts into each disk's queue the scheduler that its settings name, and keeps the two in step. */
public final class Schedulers implements SchedulerListener, BlkgListener {
  /** Single-queue kernels take any nr_requests: beyond this many it is as good as no limit. */
  private static final int MOST_TAGS = 1 << 20;

  private final BlockLayer block;
  private final VirtualClock clock;
  private final EventQueue events;
  private final Ticks ticks;
  private final Elevators elevators;
  private final BfqWeights weights;
  private final BfqCounters counters;
  private final Cfq.Surroundings cfqSurroundings;

  /** The instances of CFQ, or of what puts groups in order, by the disk's index. */
  private final Map<Integer, Cfq> cfqs = new TreeMap<>();

  /** The instances of BFQ, by the disk's index. */
  private final Map<Integer, Bfq> bfqs = new TreeMap<>();

  private Schedulers(
      BlockLayer block,
      VirtualClock clock,
      EventQueue events,
      Ticks ticks,
      Elevators elevators,
      BfqWeights weights,
      BfqCounters counters,
      Cfq.Surroundings cfqSurroundings) {
    this.block = block;
    this.clock = clock;
    this.events = events;
    this.ticks = ticks;
    this.elevators = elevators;
    this.weights = weights;
    this.counters = counters;
    this.cfqSurroundings = cfqSurroundings;
  }

  /** Follows the settings of {@code elevators} from now on. */
  public static void follow(
      BlockLayer block,
      VirtualClock clock,
      EventQueue events,
      Ticks ticks,
      Elevators elevators,
      BfqWeights weights,
      BfqCounters counters,
      CfqWeights cfqWeights,
      CfqClasses cfqClasses,
      CfqCounters cfqCounters) {
    var cfq =
        new Cfq.Surroundings(block, clock, events, ticks, cfqWeights, cfqClasses, cfqCounters);
    var schedulers = new Schedulers(block, clock, events, ticks, elevators, weights, counters, cfq);
    elevators.addListener(schedulers);
    block.blkgs().addListener(schedulers);
    weights.setListener(schedulers::weightChanged);
  }

  @Override
  public void switched(Disk disk, Scheduler before, Scheduler now) {
    QueueSettings settings = elevators.of(disk);
    bfqs.remove(disk.index());
    cfqs.remove(disk.index());
    limitTags(disk, settings);
    block.setElevator(disk, make(disk, settings), tags(settings));
  }

  private static int tags(QueueSettings settings) {
    return Math.min(settings.nrRequests(), MOST_TAGS);
  }

  /**
   * Single queues count those requests apart that somebody waits for. With groups each cgroup has
   * its own, which under the IO controller of 2009 are part of all.
   */
  private void limitTags(Disk disk, QueueSettings settings) {
    int all = settings.scheduler().isSingleQueue() ? tags(settings) : Integer.MAX_VALUE;
    switch (settings.cfqFlavor()) {
      case FLAT -> block.limitTags(disk, all, Integer.MAX_VALUE);
      case GROUPS -> block.limitTags(disk, Integer.MAX_VALUE, all);
      case V10 -> {
        boolean single = settings.scheduler().isSingleQueue();
        block.limitTags(disk, all, single ? settings.nrGroupRequests() : Integer.MAX_VALUE);
      }
    }
  }

  /** The elevator; null for none. */
  private @Nullable Elevator make(Disk disk, QueueSettings settings) {
    boolean isFair = settings.cfqFlavor() == CfqFlavor.V10;
    return switch (settings.scheduler()) {
      case NONE -> null;
      case NOOP, ANTICIPATORY, DEADLINE ->
          isFair
              ? makeCfq(disk, settings, () -> makeSingleQueue(disk, settings))
              : makeSingleQueue(disk, settings);
      case CFQ -> makeCfq(disk, settings, null);
      case MQ_DEADLINE ->
          new MqDeadline(block.requests(), block.bios(), tunables(settings.deadline()));
      case KYBER ->
          new Kyber(
              block.requests(),
              block.bios(),
              events,
              tunables(settings.kyber()),
              () -> block.kick(disk));
      case BFQ -> makeBfq(disk, settings, tunables(settings.bfq()));
    };
  }

  private Elevator makeSingleQueue(Disk disk, QueueSettings settings) {
    return switch (settings.scheduler()) {
      case DEADLINE -> new Deadline(block.requests(), block.bios(), tunables(settings.deadline()));
      case ANTICIPATORY ->
          new Anticipatory(
              block.requests(),
              block.bios(),
              tunables(settings.anticipatory()),
              events,
              ticks,
              () -> block.kick(disk));
      default -> new Noop(block.requests(), block.bios());
    };
  }

  private Cfq makeCfq(Disk disk, QueueSettings settings, @Nullable Supplier<Elevator> chooser) {
    CfqFlavor flavor = settings.cfqFlavor();
    CfqTunables tunables = tunables(settings.cfq());
    var cfq = new Cfq(disk, flavor, tunables, cfqSurroundings, rootOf(disk), chooser);
    cfqs.put(disk.index(), cfq);
    return cfq;
  }

  private static <T extends Object> T tunables(@Nullable T selected) {
    assert selected != null : "a scheduler that is selected has its tunables";
    return selected;
  }

  private Bfq makeBfq(Disk disk, QueueSettings settings, BfqTunables tunables) {
    int root = rootOf(disk);
    Bfq bfq =
        new Bfq(disk, block, clock, events, ticks, settings, tunables, weights, counters, root);
    tunables.whenLowLatencyEnds(bfq::endRaising);
    bfqs.put(disk.index(), bfq);
    return bfq;
  }

  private int rootOf(Disk disk) {
    BlkgTable blkgs = block.blkgs();
    for (int blkg = 0; blkg < blkgs.rows(); blkg++) {
      if (blkgs.isUsed(blkg)
          && blkgs.disk(blkg) == disk
          && blkgs.parent(blkg) == BlkgTable.NONE
          && !blkgs.isOffline(blkg)) {
        return blkg;
      }
    }
    throw new AssertionError("a disk has a record of the root cgroup: " + disk.name());
  }

  @Override
  public void adjusted(Disk disk) {
    QueueSettings settings = elevators.of(disk);
    block.setTags(disk, tags(settings));
    limitTags(disk, settings);
    block.setMerging(disk, Merging.values()[settings.noMerges()]);
    block.kick(disk);
  }

  private void weightChanged(int blkg) {
    Bfq bfq = bfqs.get(block.blkgs().disk(blkg).index());
    if (bfq != null) {
      bfq.weightChanged(blkg, weights.weight(blkg));
    }
  }

  @Override
  public void created(int blkg) {}

  @Override
  public void freed(int blkg) {
    Cfq cfq = cfqs.get(block.blkgs().disk(blkg).index());
    if (cfq != null) {
      cfq.groupFreed(blkg);
    }
  }

  @Override
  public void offline(int blkg) {
    Bfq bfq = bfqs.get(block.blkgs().disk(blkg).index());
    if (bfq != null) {
      bfq.groupRemoved(blkg);
    }
  }
}
