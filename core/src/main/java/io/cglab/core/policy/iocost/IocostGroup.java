package io.cglab.core.policy.iocost;

import io.cglab.core.block.SubmitterQueue;
import io.cglab.core.sim.EventQueue;
import org.jspecify.annotations.Nullable;

/**
 * What iocost knows of one record (throttle-and-qos.md 4.1, 4.4): weights, budget, debt, waiters.
 * Made with the first bio of the record or of one below it. Weights are in units of 1/65536 of an
 * io.weight, hweights in units of 1/65536 of the disk, times in us unless named otherwise.
 */
final class IocostGroup {
  /** A hweight of everything. */
  static final long WHOLE = 1 << 16;

  final int blkg;

  /** The parent cgroup's; null for the root. */
  final @Nullable IocostGroup parent;

  /** Levels below the root. */
  final int level;

  // ---- weights; only WeightTree writes them

  long weight;
  long active;
  long inuse;
  long lastInuse;
  long savedMargin;
  long childActive;
  long childInuse;
  long hwa = WHOLE;
  long hwi = WHOLE;
  long generation = -1;

  // ---- being active: a place in the disk's list

  @Nullable IocostGroup nextActive;
  @Nullable IocostGroup previousActive;
  boolean listed;
  long stampedPeriod;
  long activatedUs;

  // ---- budget, in virtual time

  long vtime;
  long doneVtime;

  /** Sector at which its previous bio ended. */
  long cursor;

  // ---- debt and delay

  /** What it owes, at weight 1. */
  long debt;

  long delayUs;
  long delayedAtUs;

  // ---- waiting

  final SubmitterQueue waiters = new SubmitterQueue();
  int timer = EventQueue.NONE;

  /** When its timer may fire at the earliest. */
  long timerNs;

  // ---- statistics; since the last period at weight 1, then what io.stat shows, descendants
  // included

  static final long NOT = -1;

  long charged;
  long waitingSinceUs = NOT;
  long indebtSinceUs = NOT;
  long indelaySinceUs = NOT;
  long newWaitUs;
  long newIndebtUs;
  long newIndelayUs;
  long usageUs;
  long waitUs;
  long indebtUs;
  long indelayUs;

  /** Of the period that ends: its usage. */
  long periodUsageUs;

  // ---- donation (4.10); of inner groups those sums are of the donors below

  boolean donorBelow;
  long donorHwa;
  long donorTarget;
  double newHweight;
  double newChildInuse;
  double newWeight;

  IocostGroup(int blkg, @Nullable IocostGroup parent, long weight) {
    this.blkg = blkg;
    this.parent = parent;
    this.level = parent == null ? 0 : parent.level + 1;
    this.weight = weight;
  }

  /** Its part of the disk by the weights of whoever is active, at least 1. */
  long hwa() {
    return Math.max(1, hwa);
  }

  /** Its part of the disk after donations, at least 1. */
  long hwi() {
    return Math.max(1, hwi);
  }

  /** Moves what was counted since the last period to what io.stat shows, of ancestors too. */
  void flush(long base) {
    periodUsageUs = charged / base;
    charged = 0;
    for (IocostGroup at = this; at != null; at = at.parent) {
      at.usageUs += periodUsageUs;
      at.waitUs += newWaitUs;
      at.indebtUs += newIndebtUs;
      at.indelayUs += newIndelayUs;
    }
    newWaitUs = 0;
    newIndebtUs = 0;
    newIndelayUs = 0;
  }

  /** Books the times that are running, and lets them run on. */
  void bookTimes(long nowUs) {
    if (waitingSinceUs != NOT) {
      newWaitUs += nowUs - waitingSinceUs;
      waitingSinceUs = nowUs;
    }
    if (indebtSinceUs != NOT) {
      newIndebtUs += nowUs - indebtSinceUs;
      indebtSinceUs = nowUs;
    }
    if (indelaySinceUs != NOT) {
      newIndelayUs += nowUs - indelaySinceUs;
      indelaySinceUs = nowUs;
    }
  }

  /** A price at weight 1 as a price for a group with hweight {@code hw}. */
  static long toCost(long abs, long hw) {
    return (abs * WHOLE + hw - 1) / hw;
  }

  /** The counterpart of {@link #toCost}. */
  static long toAbs(long cost, long hw) {
    return (cost * hw + WHOLE - 1) / WHOLE;
  }
}
