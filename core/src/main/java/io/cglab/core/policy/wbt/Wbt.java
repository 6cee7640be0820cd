package io.cglab.core.policy.wbt;

import io.cglab.core.block.BlockLayer;
import io.cglab.core.device.Disk;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.TimerWheel;
import io.cglab.core.sim.VirtualClock;
import io.cglab.core.trace.Trace;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writeback throttling (throttle-and-qos.md 8): on each disk that has it, a limit of buffered
 * writes in flight that shrinks while reads are slow. It knows no cgroups.
 */
public final class Wbt {
  private static final long NS_PER_US = 1000;

  private final VirtualClock clock;
  private final TimerWheel wheel;
  private final Ticks ticks;
  private final BlockLayer block;
  private final Predicate<Disk> yields;
  private final Predicate<Disk> writeCache;
  private final EventHandler windowOver = (disk, now) -> policyOf(disk).windowOver(now);
  private final Map<Integer, WbtPolicy> policies = new TreeMap<>();
  private Trace trace = Trace.NONE;

  /**
   * Without disks.
   *
   * @param yields disks on which another policy or the scheduler takes its place, unless somebody
   *     has set a latency there
   * @param writeCache disks with a volatile write cache
   */
  public Wbt(
      VirtualClock clock,
      TimerWheel wheel,
      Ticks ticks,
      BlockLayer block,
      Predicate<Disk> yields,
      Predicate<Disk> writeCache) {
    this.clock = clock;
    this.wheel = wheel;
    this.ticks = ticks;
    this.block = block;
    this.yields = yields;
    this.writeCache = writeCache;
  }

  public void setTrace(Trace newTrace) {
    trace = newTrace;
    policies.values().forEach(policy -> policy.setTrace(newTrace));
  }

  /** Puts it into the chain of a disk with requests. */
  public void add(Disk disk) {
    int timer = wheel.alloc(windowOver, disk.index());
    WbtPolicy policy = new WbtPolicy(block, wheel, ticks, disk, timer, yields, writeCache);
    policy.setTrace(trace);
    policies.put(disk.index(), policy);
    block.addPolicy(disk, policy);
  }

  private WbtPolicy policyOf(int disk) {
    WbtPolicy policy = policies.get(disk);
    assert policy != null : "not on disk " + disk;
    return policy;
  }

  /** The read latency to keep, in us; 0 while it is off. */
  public long latencyUs(Disk disk) {
    return policyOf(disk.index()).latencyNs() / NS_PER_US;
  }

  /**
   * Sets the read latency to keep.
   *
   * @param us 0 for off; negative for the disk's default
   */
  public void setLatencyUs(Disk disk, long us) {
    policyOf(disk.index()).setLatencyNs(us < 0 ? -1 : us * NS_PER_US);
  }

  /** A task that makes pages of the disk dirty was made to pause. */
  public void dirtyPaused(Disk disk) {
    @Nullable WbtPolicy policy = policies.get(disk.index());
    if (policy != null) {
      policy.dirtyPaused(clock.nowNs());
    }
  }
}
