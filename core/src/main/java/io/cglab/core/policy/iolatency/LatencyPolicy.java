package io.cglab.core.policy.iolatency;

import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.RqQos;
import io.cglab.core.block.Submitter;
import io.cglab.core.block.UseDelay;
import io.cglab.core.device.Disk;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.TimerWheel;
import io.cglab.core.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * io.latency on one disk (throttle-and-qos.md 3.2 to 3.7).
 *
 * <p><b>Who is in trouble.</b> Completions are measured against the target of every group on the
 * bio's path, in windows of at least 100 ms that end with the first completion after them. A bad
 * window moves the cookie of the group's parent down, at most every 500 ms; good ones of the group
 * on whose behalf that was done move it up again.
 *
 * <p><b>Who is slowed down.</b> Whoever submits compares, at each level from its own group up, the
 * parent's cookie with the one that it saw last: if it fell, the group's depth is halved unless its
 * own target is as tight; if it rose, it gets a little more. Then the bio takes a slot there or
 * waits for one, first come, first served, and goes on to the next level.
 *
 * <p><b>Beyond that.</b> A group at depth 1 that should have less counts uses of its delay (1.8).
 * Bios of metadata and swap wait for nothing; those that made a group in trouble no better induce a
 * delay instead. A timer lets cookies climb once nobody is in trouble any more.
 */
final class LatencyPolicy implements RqQos {
  /** The cookie never climbs by itself. */
  static final int NO_TIMER = -1;

  private static final int ISSUE_AS_ROOT = BioTable.META | BioTable.SWAP;
  private static final long EVENT_GAP_NS = 500_000_000;
  private static final long OWNER_EXPIRES_NS = 5_000_000_000L;
  private static final int FEWEST_SAMPLES = 5;

  private final BlockLayer block;
  private final BioTable bios;
  private final UseDelay useDelay;
  private final TimerWheel wheel;
  private final Ticks ticks;
  private final Disk disk;
  private final int timer;
  private final Iolatency groups;
  private Trace trace = Trace.NONE;

  /** The disk's nr_requests. */
  private int requests;

  /** Groups that have a target: without any, bios pass. */
  private int targets;

  LatencyPolicy(
      BlockLayer block, TimerWheel wheel, Ticks ticks, Disk disk, int timer, Iolatency groups) {
    this.block = block;
    this.bios = block.bios();
    this.useDelay = block.useDelay();
    this.wheel = wheel;
    this.ticks = ticks;
    this.disk = disk;
    this.timer = timer;
    this.groups = groups;
    requests = block.tags(disk);
  }

  void setTrace(Trace newTrace) {
    trace = newTrace;
  }

  /** One group with a target more, or less. */
  void countTarget(int more) {
    targets += more;
  }

  @Override
  public void depthChanged(int newRequests) {
    requests = newRequests;
  }

  // ---- submission

  @Override
  public boolean throttle(int bio, Submitter by, long nowNs) {
    LatencyGroup at;
    int passed = by.level();
    if (passed != Submitter.NO_LEVEL) {
      by.setLevel(Submitter.NO_LEVEL); // it was handed its slot there
      at = groups.group(passed).parent;
    } else if (targets == 0) {
      return true;
    } else {
      armTimer(nowNs);
      at = groups.group(bios.blkg(bio));
      bios.mark(bio, BioTable.LATENCY_SLOT);
    }
    boolean waits = !bios.has(bio, ISSUE_AS_ROOT) && !by.isDying();
    for (; at != null && at.parent != null; at = at.parent) {
      react(at, at.parent.children, nowNs);
      if (useDelay.uses(at.blkg) > 0) {
        by.markDelayed();
      }
      if (waits && (at.inFlight >= at.depth || !at.waiters.isEmpty())) {
        at.waiters.add(by);
        by.setLevel(at.blkg);
        trace.policyWait(nowNs, bio, Trace.Policy.LATENCY, at.blkg, at.depth);
        return false;
      }
      at.inFlight++;
    }
    return true;
  }

  /** A group looks whether its parent's cookie moved: one reaction, however far it did. */
  private void react(LatencyGroup group, ChildScaling scaling, long nowNs) {
    int seen = group.seenCookie;
    if (scaling.cookie == seen) {
      return;
    }
    group.seenCookie = scaling.cookie;
    if (scaling.cookie < seen) {
      if (!group.isSpared(scaling)) {
        slowDown(group, nowNs);
      }
    } else if (scaling.isDefault()) {
      if (group.depth != LatencyGroup.UNLIMITED) {
        useDelay.clear(group.blkg);
        setDepth(group, LatencyGroup.UNLIMITED, Trace.Step.UNTHROTTLED, nowNs);
      }
    } else if (group.depth == 1 && useDelay.uses(group.blkg) > 0) {
      useDelay.unuse(group.blkg);
      changed(group, Trace.Step.COOKIE_ROSE, nowNs);
    } else if (group.depth < requests) {
      int more = group.depth + ChildScaling.upStep(requests);
      setDepth(group, Math.min(requests, more), Trace.Step.COOKIE_ROSE, nowNs);
    }
  }

  private void slowDown(LatencyGroup group, long nowNs) {
    if (group.depth > 1) {
      int less = Math.max(1, Math.min(group.depth, requests) / 2);
      setDepth(group, less, Trace.Step.COOKIE_FELL, nowNs);
    } else if (useDelay.uses(group.blkg) >= 0) { // another policy's delay stays as that set it
      useDelay.use(group.blkg);
      changed(group, Trace.Step.COOKIE_FELL, nowNs);
    }
  }

  private void setDepth(LatencyGroup group, int depth, Trace.Step why, long nowNs) {
    group.depth = depth;
    changed(group, why, nowNs);
    while (group.inFlight < depth && handSlot(group, nowNs)) {}
  }

  private void changed(LatencyGroup group, Trace.Step why, long nowNs) {
    trace.latencyDepth(nowNs, group.blkg, group.depth, useDelay.uses(group.blkg), why);
  }

  /** Gives who has waited longest a slot; false if nobody waits. */
  private boolean handSlot(LatencyGroup group, long nowNs) {
    Submitter waiter = group.waiters.poll();
    if (waiter == null) {
      return false;
    }
    group.inFlight++;
    block.wakeToAskAgain(waiter, nowNs);
    return true;
  }

  // ---- completion

  @Override
  public void bioDone(int bio, long nowNs) {
    if (!bios.has(bio, BioTable.LATENCY_SLOT)) { // merged, or from before the first target
      return;
    }
    bios.unmark(bio, BioTable.LATENCY_SLOT);
    long latencyNs = nowNs - bios.startNs(bio);
    boolean asRoot = bios.has(bio, ISSUE_AS_ROOT);
    LatencyGroup at = groups.group(bios.blkg(bio));
    for (LatencyGroup up = at.parent; up != null; at = up, up = at.parent) {
      at.inFlight--;
      if (at.hasTarget()) {
        record(at, latencyNs, asRoot, nowNs);
        if (nowNs - at.windowStartNs >= at.windowNs) {
          at.windowStartNs = nowNs;
          close(at, up, nowNs);
          at.window.clear();
        }
      }
      if (at.inFlight < at.depth) {
        handSlot(at, nowNs);
      }
    }
  }

  private void record(LatencyGroup group, long latencyNs, boolean asRoot, long nowNs) {
    if (!asRoot || group.depth == LatencyGroup.UNLIMITED) {
      group.window.add(latencyNs, group.targetNs);
    } else if (Long.compareUnsigned(latencyNs, group.targetNs) < 0
        && useDelay.uses(group.blkg) >= 0) {
      // It took what others of its group would have waited for: they pay when they return.
      useDelay.add(group.blkg, group.targetNs - latencyNs, nowNs);
    }
  }

  /** Judges the window that is over, with what earlier ones left (3.3). */
  private void close(LatencyGroup group, LatencyGroup parent, long nowNs) {
    ChildScaling scaling = parent.children;
    LatencyStat window = group.window;
    boolean good = window.isGood(group.targetNs);
    trace.latencyWindow(nowNs, group.blkg, good, window.samples());
    group.average(window.meanNs());
    if (good && scaling.isDefault()) {
      return;
    }
    LatencyStat kept = group.kept;
    kept.add(window);
    scaling.samples += kept.samples() - group.samples;
    group.samples = kept.samples();
    if (nowNs - scaling.eventNs < EVENT_GAP_NS) {
      return;
    }
    if (good && kept.isGood(group.targetNs)) {
      if (kept.samples() < FEWEST_SAMPLES) {
        return;
      }
      if (scaling.owner == group) {
        scaling.eventNs = nowNs;
        scaling.up(requests);
        trace.latencyCookie(nowNs, parent.blkg, scaling.behind(), Trace.Step.GOOD_WINDOW);
      }
    } else if (scaling.targetNs == 0
        || Long.compareUnsigned(scaling.targetNs, group.targetNs) >= 0) {
      scaling.eventNs = nowNs;
      if (scaling.owner == null || Long.compareUnsigned(scaling.targetNs, group.targetNs) > 0) {
        scaling.targetNs = group.targetNs;
        scaling.owner = group;
      }
      scaling.down(requests);
      trace.latencyCookie(nowNs, parent.blkg, scaling.behind(), Trace.Step.BAD_WINDOW);
    }
    kept.clear();
  }

  // ---- slow recovery

  private void armTimer(long nowNs) {
    if (timer != NO_TIMER && !wheel.isPending(timer)) {
      wheel.arm(timer, ticks.at(nowNs) + ticks.hz());
    }
  }

  /** A second after a submission: cookies that nobody moves climb (3.7). */
  void recover(long nowNs) {
    for (@Nullable LatencyGroup group : groups.groups()) {
      if (group == null || group.children.isDefault() || !groups.isOn(group, disk)) {
        continue;
      }
      ChildScaling scaling = group.children;
      if (scaling.eventNs >= nowNs) {
        continue;
      }
      if (scaling.owner == null) {
        scaling.up(requests);
        trace.latencyCookie(nowNs, group.blkg, scaling.behind(), Trace.Step.RECOVERY);
      } else if (nowNs - scaling.eventNs >= OWNER_EXPIRES_NS) {
        scaling.owner = null;
      }
    }
  }
}
