package io.cglab.core.policy.iocost;

import io.cglab.core.sim.EventHandler;
import io.cglab.core.trace.Trace;

/**
 * The end of a disk's period (throttle-and-qos.md 4.7): who is idle leaves, who has more than it
 * needs gives it away, and the disk's clock is adjusted to how the disk keeps up.
 */
final class PeriodEnd implements EventHandler {
  private static final int PERCENT = 100;
  private static final long NS_PER_US = 1_000;
  private static final int BUSY_TAG_WAIT_PERCENT = 5;
  private static final int CALM_PERCENT = 75;
  private static final int HIGHEST_LEVEL = 1_000;
  private static final int LAGGING_PERIODS = 10;
  private static final int LEAST_DONOR = 2;

  private static final long FORGIVE_US = 100_000;
  private static final int FORGIVE_BELOW_PERCENT = 50;

  private static final int FAST_PPM = 5 * QosParams.WHOLE_PPM;
  private static final int SLOW_PPM = QosParams.WHOLE_PPM / 10;
  private static final long CLASS_US = 10_000_000;
  private static final long NEVER = -1;

  private final IocostDisk disk;
  private final Donation donation = new Donation();
  private final Donation.Outcome donated = this::donated;

  private int busyLevel;
  private int debtors;
  private long usageUs;
  private int shortages;
  private int lagging;

  private long forgaveAtUs;
  private long forgiveRestUs;
  private long forgiveUsageUs;

  private long fastSinceUs = NEVER;
  private long slowSinceUs = NEVER;

  PeriodEnd(IocostDisk disk) {
    this.disk = disk;
  }

  int busyLevel() {
    return busyLevel;
  }

  /** The first group has become active. */
  void begin(long nowUs) {
    forgaveAtUs = nowUs;
    forgiveRestUs = 0;
  }

  @Override
  public void fire(int unused, long nowNs) {
    disk.readClocks(nowNs);
    int readPpm = missedPpm(0);
    int wrotePpm = missedPpm(1);
    long waitPercent = disk.tagWaitNs * PERCENT / (disk.periodUs * NS_PER_US);
    disk.tagWaitNs = 0;
    boolean hasGroups = checkGroups();
    judgeGroups();
    if (!donation.isEmpty() && shortages > 0 && disk.donates()) {
      donation.transfer(donated);
    }
    judgeDisk(readPpm, wrotePpm, waitPercent);
    if (busyLevel > 0 || (busyLevel < 0 && lagging == 0)) {
      QosParams qos = disk.settings.qos();
      disk.time.adjust(busyLevel, qos.minPpm(), qos.maxPpm());
      disk.takeMargins();
    }
    disk.trace()
        .costPeriod(nowNs, disk.disk.index(), disk.time.basePpm(), busyLevel, lagging, shortages);
    stepClass();
    forgive();
    disk.period++;
    disk.time.startPeriod(disk.nowUs, disk.vnow);
    if (hasGroups) {
      disk.time.compensate(disk.periodUs);
      disk.armPeriod();
    } else {
      busyLevel = 0;
      disk.time.forgetLosses();
      disk.stop();
    }
  }

  /** Part of a direction's requests that came too late, and starts counting anew. */
  private int missedPpm(int direction) {
    long missed = disk.missed[direction];
    long all = missed + disk.met[direction];
    disk.missed[direction] = 0;
    disk.met[direction] = 0;
    return all == 0 ? 0 : (int) ((missed * QosParams.WHOLE_PPM + all - 1) / all);
  }

  private void holdWeights() {
    for (IocostGroup at = disk.firstActive; at != null; at = at.nextActive) {
      disk.tree.refresh(at);
    }
    disk.tree.hold();
  }

  /** Step 2: pays debts, lets waiters go, and idle groups; returns true if a group is left. */
  private boolean checkGroups() {
    debtors = 0;
    holdWeights();
    for (IocostGroup at = disk.firstActive; at != null; ) {
      IocostGroup next = at.nextActive;
      at.bookTimes(disk.nowUs);
      if (!at.waiters.isEmpty() || at.debt > 0 || at.delayUs > 0) {
        disk.kick(at);
        debtors += at.debt > 0 || at.delayUs > 0 ? 1 : 0;
      } else if (at.stampedPeriod != disk.period && at.doneVtime == at.vtime) {
        long excess = Math.max(0, disk.vnow - at.vtime - disk.targetMargin);
        disk.time.lose(excess * at.hwi() / IocostGroup.WHOLE);
        at.flush(disk.time.base());
        disk.deactivate(at);
      }
      at = next;
    }
    disk.tree.release();
    return disk.firstActive != null;
  }

  /** Steps 3 to 5: what groups used, who lags, who gives and who lacks. */
  private void judgeGroups() {
    donation.clear();
    usageUs = 0;
    shortages = 0;
    lagging = 0;
    QosParams qos = disk.settings.qos();
    boolean judgesLatency = qos.readPpm() > 0 || qos.wrotePpm() > 0;
    long elapsed = disk.vnow - disk.time.periodStart();
    holdWeights();
    for (IocostGroup at = disk.firstActive; at != null; at = at.nextActive) {
      at.flush(disk.time.base());
      usageUs += at.periodUsageUs;
      if (judgesLatency && isLagging(at, elapsed)) {
        lagging++;
      }
      if (!offers(at, elapsed)) {
        shortages++;
      }
    }
    disk.tree.release();
  }

  private boolean isLagging(IocostGroup group, long elapsed) {
    return disk.policy.block.useDelay().uses(group.blkg) == 0
        && group.vtime != group.doneVtime
        && disk.vnow - group.vtime < LAGGING_PERIODS * elapsed
        && disk.vnow - group.doneVtime > elapsed;
  }

  /** Step 5; true if the group becomes a donor. */
  private boolean offers(IocostGroup group, long elapsed) {
    boolean hasSurplus =
        group.hwi() < group.hwa()
            || (group.waiters.isEmpty() && disk.vnow - group.vtime > disk.lowMargin);
    if (!hasSurplus) {
      return false;
    }
    long most = WeightTree.most(group);
    long target = target(group, most, elapsed);
    if (target < most && group.hwa() >= LEAST_DONOR) {
      donation.add(group, target);
      return true;
    }
    if (group.debt == 0) {
      disk.setInuse(group, group.active, group.active, Trace.InuseReason.DONATION_END);
    }
    return false;
  }

  private long target(IocostGroup group, long most, long elapsed) {
    if (group.debt > 0) {
      return 1;
    }
    if (!group.waiters.isEmpty() || disk.vnow - group.vtime < disk.minMargin) {
      return most;
    }
    long usage = usagePart(group);
    long excess = disk.vnow - group.vtime - disk.targetMargin;
    if (excess > 0) {
      group.vtime += excess;
      group.doneVtime += excess;
      disk.time.lose(excess * group.hwi() / IocostGroup.WHOLE);
    }
    long budget = (disk.vnow - group.vtime) * IocostGroup.WHOLE / elapsed;
    return Donation.target(usage, budget, most);
  }

  /** The part of its time in this period that a group used, in 1/65536. */
  private long usagePart(IocostGroup group) {
    long used = group.periodUsageUs;
    if (group.vtime != group.doneVtime) {
      long inFlight = IocostGroup.toAbs(group.vtime - group.doneVtime, group.hwi());
      used = Math.max(used, (inFlight + disk.time.base() - 1) / disk.time.base());
    }
    long since = Math.max(disk.time.periodStartUs(), group.activatedUs);
    long durationUs = Math.max(1, disk.nowUs - since);
    long part = (used * IocostGroup.WHOLE + durationUs - 1) / durationUs;
    return Math.max(1, Math.min(part, IocostGroup.WHOLE));
  }

  private void donated(IocostGroup donor, long inuse) {
    disk.setInuse(donor, donor.active, inuse, Trace.InuseReason.DONATION);
  }

  /** Step 7: the busy level. */
  private void judgeDisk(int readPpm, int wrotePpm, long waitPercent) {
    QosParams qos = disk.settings.qos();
    int readBound = QosParams.WHOLE_PPM - qos.readPpm();
    int wroteBound = QosParams.WHOLE_PPM - qos.wrotePpm();
    boolean calm =
        waitPercent <= BUSY_TAG_WAIT_PERCENT * CALM_PERCENT / PERCENT
            && readPpm <= calmPart(readBound)
            && wrotePpm <= calmPart(wroteBound);
    if (waitPercent > BUSY_TAG_WAIT_PERCENT || readPpm > readBound || wrotePpm > wroteBound) {
      busyLevel = Math.max(busyLevel, 0) + 1;
    } else if (calm && shortages > 0) {
      busyLevel = Math.min(busyLevel, 0) - (lagging == 0 ? 1 : 0);
    } else {
      busyLevel = 0;
    }
    busyLevel = Math.max(-HIGHEST_LEVEL, Math.min(busyLevel, HIGHEST_LEVEL));
  }

  private static long calmPart(int bound) {
    return (long) bound * CALM_PERCENT / PERCENT;
  }

  /** Step 9: a solid disk that is much faster or slower than it was taken for. */
  private void stepClass() {
    DiskSettings settings = disk.settings;
    boolean auto = !settings.userQos() && !settings.userModel();
    int ppm = disk.time.basePpm();
    boolean fast = auto && settings.diskClass() == DiskClass.SSD_DEFAULT && ppm >= FAST_PPM;
    boolean slow = auto && settings.diskClass() == DiskClass.SSD_FAST && ppm <= SLOW_PPM;
    fastSinceUs = since(fast, fastSinceUs);
    slowSinceUs = since(slow, slowSinceUs);
    if (fast && disk.nowUs - fastSinceUs >= CLASS_US) {
      step(DiskClass.SSD_FAST);
    } else if (slow && disk.nowUs - slowSinceUs >= CLASS_US) {
      step(DiskClass.SSD_DEFAULT);
    }
  }

  private long since(boolean holds, long sinceUs) {
    if (!holds) {
      return NEVER;
    }
    return sinceUs == NEVER ? disk.nowUs : sinceUs;
  }

  private void step(DiskClass next) {
    fastSinceUs = NEVER;
    slowSinceUs = NEVER;
    disk.policy.settings().reclassify(disk.disk, next);
  }

  /** Step 10: debts and delays halve while the disk has little to do (4.8). */
  private void forgive() {
    if (debtors == 0) {
      forgaveAtUs = disk.nowUs;
      forgiveRestUs = 0;
      forgiveUsageUs = 0;
      return;
    }
    forgiveUsageUs += busyLevel > 0 ? Math.max(usageUs, disk.periodUs) : usageUs;
    long duration = disk.nowUs - forgaveAtUs;
    if (duration < FORGIVE_US) {
      return;
    }
    long percent = PERCENT * forgiveUsageUs / duration;
    forgaveAtUs = disk.nowUs;
    forgiveUsageUs = 0;
    if (percent > FORGIVE_BELOW_PERCENT) {
      forgiveRestUs = 0;
      return;
    }
    long halvings = (duration + forgiveRestUs) / FORGIVE_US;
    forgiveRestUs = (duration + forgiveRestUs) % FORGIVE_US;
    for (IocostGroup at = disk.firstActive; at != null; at = at.nextActive) {
      if (at.debt > 0 || at.delayUs > 0) {
        at.debt = halved(at.debt, halvings);
        at.delayUs = halved(at.delayUs, halvings);
        disk.kick(at);
      }
    }
  }

  private static long halved(long amount, long times) {
    return amount == 0 ? 0 : Math.max(1, times < Long.SIZE ? amount >> times : 0);
  }
}
