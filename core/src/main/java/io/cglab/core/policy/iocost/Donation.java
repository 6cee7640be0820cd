package io.cglab.core.policy.iocost;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives what groups do not use to the others (throttle-and-qos.md 4.5 to 4.10): each donor's weight
 * is lowered until its part is what it asked for, and all others keep their mutual ratios.
 */
final class Donation {
  private static final int HALF = (int) (IocostGroup.WHOLE / 2);
  private static final long UNSIGNED_INT = 0xffff_ffffL;

  private final List<IocostGroup> donors = new ArrayList<>();
  private final List<IocostGroup> inner = new ArrayList<>();

  /** Told of each donor's new weight. */
  @FunctionalInterface
  interface Outcome {
    void donated(IocostGroup donor, long inuse);
  }

  /**
   * The part that a group needs, in 1/65536: its usage, scaled so that its budget comes to half a
   * period; at least 1.
   *
   * <p>The kernel multiplies in 32 bits, so a group that used all of its time asks for nothing.
   *
   * @param usage part of the time that it used, 1 to 65536
   * @param budget its budget as a part of the period, in 1/65536
   */
  static long target(long usage, long budget, long most) {
    long scaled = usage * IocostGroup.WHOLE & UNSIGNED_INT;
    return Math.max(1, Math.min(scaled / (IocostGroup.WHOLE - HALF + budget), most));
  }

  void clear() {
    donors.clear();
  }

  boolean isEmpty() {
    return donors.isEmpty();
  }

  /** A group that wants to keep {@code target} of the disk, in 1/65536. */
  void add(IocostGroup donor, long target) {
    donor.donorHwa = donor.hwa();
    donor.donorTarget = target;
    donors.add(donor);
  }

  /** Works out all donors' weights. */
  void transfer(Outcome outcome) {
    fitTargets();
    collectInner();
    IocostGroup root = inner.get(0);
    double whole = IocostGroup.WHOLE;
    double given = Math.min(root.donorHwa, IocostGroup.WHOLE - 1) / whole;
    double kept = root.donorTarget / whole;
    double gain = (1 - kept) / (1 - given);
    root.newHweight = 1;
    root.newChildInuse = root.childActive * (1 - given) / (1 - kept);
    for (int i = 1; i < inner.size(); i++) {
      spread(inner.get(i), gain);
    }
    for (IocostGroup donor : donors) {
      IocostGroup up = donor.parent;
      if (up != null && donor.debt == 0) {
        double share = donor.donorTarget / whole / up.newHweight;
        outcome.donated(donor, (long) Math.ceil(up.newChildInuse * share));
      }
    }
    for (IocostGroup each : inner) {
      each.donorBelow = false;
    }
  }

  /** Donors keep less than everything: those that want more than their weight are cut down. */
  private void fitTargets() {
    long kept = 0;
    long above = 0;
    for (IocostGroup donor : donors) {
      kept += donor.donorTarget;
      above += donor.donorTarget > donor.donorHwa ? donor.donorTarget : 0;
    }
    long over = kept - (IocostGroup.WHOLE - 1);
    if (over <= 0) {
      return;
    }
    long left = Math.max(1, above - over);
    for (IocostGroup donor : donors) {
      if (donor.donorTarget > donor.donorHwa) {
        donor.donorTarget = Math.max(1, donor.donorTarget * left / above);
      }
    }
  }

  /** The groups above donors, each before those below it, with the sums of their donors. */
  private void collectInner() {
    inner.clear();
    for (IocostGroup donor : donors) {
      for (IocostGroup up = donor.parent; up != null; up = up.parent) {
        if (!up.donorBelow) {
          up.donorBelow = true;
          up.donorHwa = 0;
          up.donorTarget = 0;
          inner.add(up);
        }
        up.donorHwa += donor.donorHwa;
        up.donorTarget += donor.donorTarget;
      }
    }
    inner.sort((a, b) -> Integer.compare(a.level, b.level));
  }

  private static void spread(IocostGroup node, double gain) {
    IocostGroup up = node.parent;
    assert up != null : "the root comes first";
    double whole = IocostGroup.WHOLE;
    double part = node.hwa() / whole;
    double given = Math.min(node.donorHwa / whole, part);
    double kept = node.donorTarget / whole;
    node.newHweight = gain * (part - given) + kept;
    node.newWeight = up.newChildInuse * node.newHweight / up.newHweight;
    double sumOfDonors = node.childActive * given / part;
    double sumOfOthers = node.childActive - sumOfDonors;
    double ratio = (node.newWeight * kept / node.newHweight) / (node.active * given / part);
    node.newChildInuse = sumOfOthers + sumOfDonors * ratio;
  }
}
