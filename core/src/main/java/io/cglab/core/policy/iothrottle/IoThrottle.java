package io.cglab.core.policy.iothrottle;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.block.Admission;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchies;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.TreeListener;
import io.cglab.core.device.Disk;
import io.cglab.core.sim.VirtualClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * io-throttle (dm-ioband.md 5): rules by cgroup and disk, one of bytes and one of I/Os a second.
 * Who submits more sleeps before its I/O is queued, who writes through the page cache when it has
 * dirtied pages, and the flusher never; where both rules say so, for the longer time. A child
 * cgroup inherits nothing.
 */
public final class IoThrottle implements TreeListener, Admission {
  /** What a rule counts. */
  public enum Kind {
    BYTES,
    IOS
  }

  private static final int KINDS = Kind.values().length;

  private final Hierarchies hierarchies;
  private final VirtualClock clock;

  /** By the cgroup's serial number, then by disk index and kind. */
  private @Nullable ThrottleRule[][] rules = new ThrottleRule[0][];

  public IoThrottle(Hierarchies hierarchies, VirtualClock clock) {
    this.hierarchies = hierarchies;
    this.clock = clock;
  }

  /**
   * Writes a rule, in place of the one that there may be; its counters begin anew.
   *
   * @param limit bytes or I/Os a second; 0 removes the rule
   * @param bucketSize of a token bucket; 0 for one of a second
   * @throws KernelException EINVAL for a negative number
   */
  public void set(
      Cgroup cgroup,
      Disk disk,
      Kind kind,
      long limit,
      ThrottleRule.Strategy strategy,
      long bucketSize)
      throws KernelException {
    if (limit < 0 || bucketSize < 0) {
      throw new KernelException(Errno.EINVAL, "limit and bucket are at least 0");
    }
    int serial = cgroup.serial();
    if (serial >= rules.length) {
      rules = Arrays.copyOf(rules, Math.max(16, 2 * serial));
    }
    int at = disk.index() * KINDS + kind.ordinal();
    @Nullable ThrottleRule[] own = rules[serial];
    if (own == null) {
      own = new ThrottleRule[at + 1];
    } else if (at >= own.length) {
      own = Arrays.copyOf(own, at + 1);
    }
    long capacity = bucketSize == 0 ? limit : bucketSize;
    own[at] = limit == 0 ? null : new ThrottleRule(disk, limit, strategy, capacity, clock.nowNs());
    rules[serial] = own;
  }

  /** The rule of a cgroup on a disk, or null. */
  public @Nullable ThrottleRule rule(Cgroup cgroup, Disk disk, Kind kind) {
    @Nullable ThrottleRule[] own = cgroup.serial() < rules.length ? rules[cgroup.serial()] : null;
    int at = disk.index() * KINDS + kind.ordinal();
    return own == null || at >= own.length ? null : own[at];
  }

  /** The rules of a cgroup, by the disk's index. */
  public List<ThrottleRule> rules(Cgroup cgroup, Kind kind) {
    List<ThrottleRule> all = new ArrayList<>();
    @Nullable ThrottleRule[] own = cgroup.serial() < rules.length ? rules[cgroup.serial()] : null;
    for (int at = kind.ordinal(); own != null && at < own.length; at += KINDS) {
      ThrottleRule rule = own[at];
      if (rule != null) {
        all.add(rule);
      }
    }
    return all;
  }

  @Override
  public long sleepNs(Task task, Disk disk, Op op, long bytes, long ios, long nowNs) {
    if (rules.length == 0) { // there never was one
      return 0;
    }
    Cgroup cgroup = task.cgroup(hierarchies.of(Controller.BLOCKIO));
    if (cgroup.serial() >= rules.length || rules[cgroup.serial()] == null) {
      return 0;
    }
    ThrottleRule ofBytes = rule(cgroup, disk, Kind.BYTES);
    ThrottleRule ofIos = rule(cgroup, disk, Kind.IOS);
    long byBytes = ofBytes == null ? 0 : ofBytes.account(bytes, nowNs);
    long byIos = ofIos == null ? 0 : ofIos.account(ios, nowNs);
    long sleep = Math.max(byBytes, byIos);
    if (sleep > 0) {
      ThrottleRule longer = byBytes >= byIos ? ofBytes : ofIos;
      assert longer != null : "nobody said so";
      longer.slept(sleep);
    }
    return sleep;
  }

  @Override
  public void offline(Cgroup cgroup, Controller controller) {
    if (controller == Controller.BLOCKIO) {
      forget(cgroup);
    }
  }

  @Override
  public void beforeRemoval(Cgroup cgroup) {
    forget(cgroup);
  }

  private void forget(Cgroup cgroup) {
    if (cgroup.serial() < rules.length) {
      rules[cgroup.serial()] = null;
    }
  }

  /** A disk is gone: so are its rules. */
  public void drop(Disk disk) {
    for (@Nullable ThrottleRule[] own : rules) {
      for (Kind kind : Kind.values()) {
        int at = disk.index() * KINDS + kind.ordinal();
        if (own != null && at < own.length) {
          own[at] = null;
        }
      }
    }
  }
}
