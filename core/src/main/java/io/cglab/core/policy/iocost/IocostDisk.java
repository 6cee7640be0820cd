package io.cglab.core.policy.iocost;

import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.RequestTable;
import io.cglab.core.block.RqQos;
import io.cglab.core.block.Submitter;
import io.cglab.core.device.Disk;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * iocost on one disk: the path of a bio (throttle-and-qos.md 4.5, 4.6). Each group has a budget of
 * virtual time that grows as the disk's clock runs and from which its bios are paid at the price of
 * its part of the disk; whoever cannot pay sleeps. What happens between bios is {@link PeriodEnd}.
 */
final class IocostDisk implements RqQos {
  private static final int ISSUE_AS_ROOT = BioTable.META | BioTable.SWAP;
  private static final long NS_PER_US = 1_000;
  private static final long US_PER_SECOND = 1_000_000;
  private static final int STEPS_TO_WHOLE = 4;
  private static final int PERCENT = 100;
  private static final int MIN_MARGIN_PERCENT = 10;
  private static final int LOW_MARGIN_PERCENT = 20;
  private static final int TARGET_MARGIN_PERCENT = 50;
  private static final int SLACK_PERCENT = 1;

  final Iocost policy;
  final Disk disk;
  final VirtualTime time = new VirtualTime();
  final WeightTree tree = new WeightTree();
  private final PeriodEnd periodEnd;
  private final EventHandler waitOver = this::waitOver;
  private final int periodTimer;

  DiskSettings settings;
  private LinearModel model;
  long periodUs;
  private long slackNs;
  long minMargin;
  long lowMargin;
  long targetMargin;

  /** Number of the period; groups that did I/O in it have it as their stamp. */
  long period = 1;

  private boolean running;

  /** Active groups, the one that was activated last first. */
  @Nullable IocostGroup firstActive;

  // What the QoS of the period is judged by; by direction: reads, writes.
  final long[] met = new long[2];
  final long[] missed = new long[2];
  long tagWaitNs;

  // Now, for whoever is called from here.
  long nowNs;
  long nowUs;
  long vnow;

  IocostDisk(Iocost policy, Disk disk, DiskSettings settings) {
    this.policy = policy;
    this.disk = disk;
    this.settings = settings;
    this.model = LinearModel.of(settings.model());
    this.periodEnd = new PeriodEnd(this);
    this.periodTimer = policy.wheel.alloc(periodEnd, disk.index());
    takeParameters();
  }

  /** New settings: in-flight bios keep what they paid. */
  void set(DiskSettings next) {
    boolean otherClass = next.diskClass() != settings.diskClass();
    settings = next;
    model = LinearModel.of(next.model());
    if (otherClass) {
      time.reset(policy.clock.nowNs() / NS_PER_US);
    }
    takeParameters();
  }

  private void takeParameters() {
    periodUs = settings.qos().periodUs();
    slackNs = periodUs * NS_PER_US * SLACK_PERCENT / PERCENT;
    takeMargins();
  }

  /** Margins follow the period and the base rate. */
  void takeMargins() {
    long whole = periodUs * time.base();
    minMargin = whole * MIN_MARGIN_PERCENT / PERCENT;
    lowMargin = whole * LOW_MARGIN_PERCENT / PERCENT;
    targetMargin = whole * TARGET_MARGIN_PERCENT / PERCENT;
  }

  /** Looks at the clocks. */
  void readClocks(long now) {
    nowNs = now;
    nowUs = now / NS_PER_US;
    vnow = time.at(nowUs);
  }

  Trace trace() {
    return policy.trace;
  }

  // ---- the path of a bio

  @Override
  public boolean throttle(int bio, Submitter by, long now) {
    policy.reserve(bio);
    if (!settings.enabled()) {
      return true;
    }
    BioTable bios = policy.bios;
    IocostGroup group = policy.group(bios.blkg(bio));
    if (group.parent == null || !isPriced(bio)) {
      return true;
    }
    long abs = model.cost(bios.isWrite(bio), bios.sector(bio), bios.sectors(bio), group.cursor);
    readClocks(now);
    if (abs == 0 || !activate(group)) {
      return true;
    }
    group.cursor = bios.sector(bio) + bios.sectors(bio);
    long cost = price(group, abs);
    if (group.waiters.isEmpty() && group.debt == 0 && fits(group, cost)) {
      commit(group, bio, abs, cost);
      return true;
    }
    if (bios.has(bio, ISSUE_AS_ROOT) || by.isDying()) {
      if (incurDebt(group, abs)) {
        by.markDelayed();
      }
      return true;
    }
    wait(group, bio, abs, cost, by);
    return false;
  }

  private boolean isPriced(int bio) {
    Op op = policy.bios.op(bio);
    return (op == Op.READ || op == Op.WRITE) && policy.bios.sectors(bio) > 0;
  }

  /** A bio that joined a request: paid like any other, by debt if there is no budget. */
  @Override
  public void merged(int bio, int request, long now) {
    policy.reserve(bio);
    BioTable bios = policy.bios;
    if (!settings.enabled() || !isPriced(bio)) {
      return;
    }
    IocostGroup group = policy.group(bios.blkg(bio));
    long abs = model.sizeCost(bios.isWrite(bio), bios.sectors(bio));
    if (abs == 0 || !group.listed) {
      return;
    }
    readClocks(now);
    RequestTable requests = policy.block.requests();
    int head = requests.head(request);
    if (head != bio && bios.sector(bio) == group.cursor) {
      group.cursor = bios.sector(bio) + bios.sectors(bio);
    }
    int other = head == bio ? bios.next(bio) : head;
    long cost = price(group, abs);
    if (policy.cost(other) != 0 && fits(group, cost)) {
      commit(group, bio, abs, cost);
    } else if (incurDebt(group, abs)) {
      policy.block.delaySubmitter();
    }
  }

  @Override
  public void bioDone(int bio, long now) {
    if (policy.cost(bio) != 0) {
      policy.group(policy.bios.blkg(bio)).doneVtime += policy.cost(bio);
      policy.costs[bio] = 0;
    }
  }

  /** Judges a request by its latency, and by how long it waited for a tag. */
  @Override
  public void done(int request, long now) {
    RequestTable requests = policy.block.requests();
    Op op = requests.op(request);
    if (!settings.enabled() || (op != Op.READ && op != Op.WRITE)) {
      return;
    }
    boolean write = op == Op.WRITE;
    QosParams qos = settings.qos();
    long targetUs = write ? qos.wroteLatencyUs() : qos.readLatencyUs();
    long sizeNs = model.sizeCost(write, requests.sectors(request)) / VirtualTime.PER_NS;
    long asked = requests.askedNs(request);
    boolean late = now - asked - sizeNs > targetUs * NS_PER_US;
    (late ? missed : met)[write ? 1 : 0]++;
    tagWaitNs += requests.allocNs(request) - asked;
  }

  // ---- active groups

  /** Returns false if the group's I/O is not controlled because one above or below it is active. */
  private boolean activate(IocostGroup group) {
    if (group.listed) {
      group.stampedPeriod = period;
      return true;
    }
    if (group.childActive > 0) {
      return false;
    }
    for (IocostGroup up = group.parent; up != null; up = up.parent) {
      if (up.listed) {
        return false;
      }
    }
    if (!running) {
      running = true;
      periodEnd.begin(nowUs);
      time.startPeriod(nowUs, vnow);
      armPeriod();
    }
    group.stampedPeriod = period;
    group.activatedUs = nowUs;
    group.vtime = vnow - targetMargin;
    group.doneVtime = group.vtime;
    group.listed = true;
    group.nextActive = firstActive;
    group.previousActive = null;
    if (firstActive != null) {
      firstActive.previousActive = group;
    }
    firstActive = group;
    setInuse(
        group,
        group.weight,
        group.lastInuse == 0 ? group.weight : group.lastInuse,
        Trace.InuseReason.ACTIVATED);
    return true;
  }

  /** Takes a group out of the active ones. */
  void deactivate(IocostGroup group) {
    tree.set(group, 0, 0);
    if (group.previousActive == null) {
      firstActive = group.nextActive;
    } else {
      group.previousActive.nextActive = group.nextActive;
    }
    if (group.nextActive != null) {
      group.nextActive.previousActive = group.previousActive;
    }
    group.nextActive = null;
    group.previousActive = null;
    group.listed = false;
    trace().inuseChanged(nowNs, group.blkg, 0, 0, Trace.InuseReason.IDLE);
  }

  /** Sets the weight that a group uses, and saves its margin. */
  void setInuse(IocostGroup group, long active, long inuse, Trace.InuseReason reason) {
    group.savedMargin = vnow - group.vtime;
    setInuseInDebt(group, active, inuse, reason);
  }

  private void setInuseInDebt(
      IocostGroup group, long active, long inuse, Trace.InuseReason reason) {
    long before = group.inuse;
    tree.set(group, active, inuse);
    if (group.inuse != before) {
      trace().inuseChanged(nowNs, group.blkg, group.inuse, group.active, reason);
    }
  }

  /** The weight of a group was written. */
  void reweigh(IocostGroup group, long weight) {
    group.weight = weight;
    if (group.active > 0) {
      readClocks(policy.clock.nowNs());
      setInuse(group, weight, group.inuse, Trace.InuseReason.WEIGHT);
    }
  }

  /** The row of a group is given away: its last bio is done and its cgroup gone. */
  void forget(IocostGroup group) {
    readClocks(policy.clock.nowNs());
    group.bookTimes(nowUs);
    group.flush(time.base());
    if (group.timer != EventQueue.NONE) {
      policy.events.cancel(group.timer);
      group.timer = EventQueue.NONE;
    }
    if (group.listed) {
      deactivate(group);
    }
  }

  // ---- paying

  /** The price of a bio for its group, which takes donated weight back if it is short (step 2). */
  private long price(IocostGroup group, long abs) {
    tree.refresh(group);
    long cost = IocostGroup.toCost(abs, group.hwi());
    long margin = vnow - group.vtime - cost;
    if (group.debt != 0
        || group.inuse >= group.active
        || margin >= group.savedMargin
        || margin >= lowMargin) {
      return cost;
    }
    long step = (group.active + STEPS_TO_WHOLE - 1) / STEPS_TO_WHOLE;
    do {
      setInuse(group, group.active, group.inuse + step, Trace.InuseReason.SNAP_BACK);
      tree.refresh(group);
      cost = IocostGroup.toCost(abs, group.hwi());
    } while (!fits(group, cost) && group.inuse < group.active);
    return cost;
  }

  /** True if the budget covers a price; virtual time wraps, so only differences are compared. */
  private boolean fits(IocostGroup group, long cost) {
    return vnow - group.vtime - cost >= 0;
  }

  private void commit(IocostGroup group, int bio, long abs, long cost) {
    policy.costs[bio] = cost;
    group.vtime += cost;
    group.charged += abs;
  }

  /** Returns true if the group's tasks are delayed now. */
  private boolean incurDebt(IocostGroup group, long abs) {
    if (group.debt == 0) {
      group.indebtSinceUs = nowUs;
      setInuseInDebt(group, group.active, 0, Trace.InuseReason.DEBT);
    }
    group.debt += abs;
    group.charged += abs;
    trace().debtChanged(nowNs, group.blkg, group.debt);
    return evaluateDelay(group);
  }

  private void wait(IocostGroup group, int bio, long abs, long cost, Submitter by) {
    if (group.debt == 0 && group.inuse != group.active) {
      setInuse(group, group.active, group.active, Trace.InuseReason.WAITER);
    }
    policy.prices[bio] = abs;
    group.waiters.add(by);
    trace().costWait(nowNs, bio, group.blkg, vnow - group.vtime, cost);
    kick(group);
  }

  /** Pays debt and lets waiters go as far as the budget reaches (4.6, Kick). */
  void kick(IocostGroup group) {
    tree.refresh(group);
    long budget = vnow - group.vtime;
    if (group.debt > 0 && budget > 0) {
      budget -= payDebt(group, budget);
    }
    if (group.debt > 0 || group.delayUs > 0) {
      evaluateDelay(group);
    }
    if (group.debt > 0) {
      budget = Math.min(0, budget - IocostGroup.toCost(group.debt, group.hwa()));
    }
    tree.refresh(group);
    for (Submitter first = group.waiters.first(); first != null; first = group.waiters.first()) {
      int bio = first.waitingBio();
      long abs = policy.prices[bio];
      long cost = IocostGroup.toCost(abs, group.hwi());
      if (budget < cost) {
        if (group.waitingSinceUs == IocostGroup.NOT) {
          group.waitingSinceUs = nowUs;
        }
        armWait(group, cost - budget);
        return;
      }
      budget -= cost;
      commit(group, bio, abs, cost);
      group.waiters.poll();
      policy.block.wake(first, nowNs);
    }
    if (group.waitingSinceUs != IocostGroup.NOT) {
      group.newWaitUs += nowUs - group.waitingSinceUs;
      group.waitingSinceUs = IocostGroup.NOT;
    }
  }

  /** Returns what of the budget went into debt. */
  private long payDebt(IocostGroup group, long budget) {
    long pays = Math.min(IocostGroup.toAbs(budget, group.hwa()), group.debt);
    long cost = IocostGroup.toCost(pays, group.hwa());
    group.vtime += cost;
    group.doneVtime += cost;
    group.debt -= pays;
    if (group.debt == 0) {
      group.newIndebtUs += nowUs - group.indebtSinceUs;
      group.indebtSinceUs = IocostGroup.NOT;
      setInuseInDebt(group, group.active, group.lastInuse, Trace.InuseReason.DEBT_PAID);
    }
    trace().debtChanged(nowNs, group.blkg, group.debt);
    return cost;
  }

  /** Returns true if the group's tasks are delayed (4.8). */
  private boolean evaluateDelay(IocostGroup group) {
    tree.refresh(group);
    long running = DebtDelay.decayed(group.delayUs, nowUs - group.delayedAtUs);
    long over = group.vtime + IocostGroup.toCost(group.debt, group.hwa()) - vnow;
    long percent = DebtDelay.overPercent(over, periodUs * time.base());
    long wanted = DebtDelay.ofPercent(percent);
    if (wanted > running) {
      group.delayUs = wanted;
      group.delayedAtUs = nowUs;
    }
    long applied = Math.max(wanted, running);
    if (applied >= DebtDelay.SHORTEST_US) {
      if (group.indelaySinceUs == IocostGroup.NOT) {
        group.indelaySinceUs = nowUs;
      }
      policy.block.useDelay().set(group.blkg, applied * NS_PER_US);
      return true;
    }
    group.delayUs = 0;
    if (group.indelaySinceUs != IocostGroup.NOT) {
      group.newIndelayUs += nowUs - group.indelaySinceUs;
      group.indelaySinceUs = IocostGroup.NOT;
      policy.block.useDelay().clear(group.blkg);
    }
    return false;
  }

  // ---- timers

  /**
   * Wakes the group when its shortage is made up. The system may fire the timer within a second
   * slack, at whatever else interrupts it; an idle one has nothing and fires at the end of it.
   */
  private void armWait(IocostGroup group, long shortage) {
    long us = (shortage + time.base() - 1) / time.base();
    long at = nowNs + us * NS_PER_US + slackNs;
    if (group.timer != EventQueue.NONE) {
      if (Math.abs(group.timerNs - at) <= slackNs) {
        return;
      }
      policy.events.cancel(group.timer);
    }
    group.timerNs = at;
    group.timer = policy.events.push(at + slackNs, waitOver, group.blkg);
  }

  private void waitOver(int blkg, long now) {
    IocostGroup group = policy.group(blkg);
    group.timer = EventQueue.NONE;
    readClocks(now);
    kick(group);
  }

  /** Arms the timer of the period that begins now. */
  void armPeriod() {
    policy.wheel.arm(periodTimer, policy.ticks.at(nowNs) + periodTicks());
  }

  private long periodTicks() {
    return (periodUs * policy.ticks.hz() + US_PER_SECOND - 1) / US_PER_SECOND;
  }

  /** No group is active: periods end. */
  void stop() {
    running = false;
  }

  /** True unless groups keep what they do not use. */
  boolean donates() {
    return policy.donates;
  }

  int busyLevel() {
    return periodEnd.busyLevel();
  }
}
