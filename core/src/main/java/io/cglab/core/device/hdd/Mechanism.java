package io.cglab.core.device.hdd;

/**
 * The arm and the platters (schedulers-and-devices.md 5.1): how long it takes until the head is
 * over a sector, and over all of a range.
 */
final class Mechanism {
  private static final long NS_PER_MINUTE = 60_000_000_000L;

  /**
   * A sector that has passed by less than this part of a turn has not passed: times are whole ns.
   */
  private static final double MISSED_TURNS = 1e-5;

  private final Geometry geometry;
  private final Hdd.Arm arm;
  private final int rpm;
  private final double turnNs;
  private long head;

  Mechanism(Hdd hdd, Geometry geometry) {
    this.geometry = geometry;
    arm = hdd.arm();
    rpm = hdd.platters().rpm();
    turnNs = (double) NS_PER_MINUTE / rpm;
  }

  /** The sector that the head is at, or was when it came to rest. */
  long head() {
    return head;
  }

  void setHead(long sector) {
    head = sector;
  }

  /** How long a sector takes to pass under the head, in ns. */
  double sectorNs(long sector) {
    return turnNs / geometry.spt(sector);
  }

  /** From now until the head is over the sector, in ns. */
  double positioningNs(long sector, boolean write, long nowNs) {
    long seekNs = seekNs(sector, write);
    return seekNs + rotationNs(sector, nowNs + seekNs);
  }

  /** Of that, until the head is on the sector's track. */
  long seekNs(long sector, boolean write) {
    long settleNs = write ? arm.settleNs() : 0;
    long distance = Math.abs(sector - head);
    if (distance < geometry.spt(head)) {
      return settleNs;
    }
    double part = (double) distance / geometry.sectors();
    return settleNs + arm.aNs() + Math.round(arm.bNs() * Math.sqrt(part) + arm.cNs() * part);
  }

  private double rotationNs(long sector, long atNs) {
    // a minute has a whole number of turns: the angle is exact at any time
    double angle = (double) (atNs % NS_PER_MINUTE * rpm % NS_PER_MINUTE) / NS_PER_MINUTE;
    double ahead = geometry.turns(sector) - angle;
    double wait = ahead - Math.floor(ahead);
    return wait > 1 - MISSED_TURNS ? 0 : wait * turnNs;
  }

  /** Reads or writes a range; returns when the head has passed over all of it. */
  long access(long sector, long sectors, boolean write, long nowNs) {
    double positioned = positioningNs(sector, write, nowNs);
    double passing = geometry.turns(sector + sectors) - geometry.turns(sector);
    head = sector + sectors;
    return nowNs + Math.round(positioned + passing * turnNs);
  }
}
