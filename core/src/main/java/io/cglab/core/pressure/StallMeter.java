package io.cglab.core.pressure;

/**
 * For how long tasks of a group waited for one resource, and for how long of that nobody got on
 * with anything, as on a single CPU (throttle-and-qos.md 7, SIM).
 */
final class StallMeter {
  private final Averages averages;

  private int stalled;

  /** Those who run and do not do so for want of the resource. */
  private int productive;

  /**
   * CPU time of its tasks that is yet to pass on a single CPU: tasks that run at the same time,
   * each on a time line of its own, would have taken turns there.
   */
  private long queuedNs;

  private long someNs;
  private long fullNs;

  /** A meter of a group that begins at {@code bornNs}. */
  StallMeter(long bornNs, long periodNs) {
    averages = new Averages(bornNs, periodNs);
  }

  /** More or fewer tasks stall, or get on; what was before is {@link #pass passed}. */
  void shift(int stalledBy, int productiveBy) {
    stalled += stalledBy;
    productive += productiveBy;
    assert stalled >= 0 && productive >= 0;
    if (stalled + productive == 0) {
      queuedNs = 0; // who sleeps has had its turn
    }
  }

  /** Time passes in which nothing changes. */
  void pass(long ns, boolean counts) {
    long idleNs = 0;
    if (productive > 0) {
      queuedNs += (productive - 1) * ns;
    } else {
      idleNs = Math.max(0, ns - queuedNs);
      queuedNs = Math.max(0, queuedNs - ns);
    }
    if (counts && stalled > 0) {
      someNs += ns;
      fullNs += idleNs;
    }
  }

  boolean isStalled(Stall kind) {
    return stalled > 0 && (kind == Stall.SOME || productive == 0);
  }

  long totalNs(Stall kind) {
    return kind == Stall.SOME ? someNs : fullNs;
  }

  /** Takes samples if a period is over; true if it was. */
  boolean updateAverages(long nowNs) {
    return averages.update(nowNs, someNs, fullNs);
  }

  /** When the next period is over. */
  long nextNs() {
    return averages.nextNs();
  }

  Reading read(Stall kind) {
    return new Reading(
        averages.get(kind, 0),
        averages.get(kind, 1),
        averages.get(kind, 2),
        totalNs(kind) / Pressure.NS_PER_US);
  }
}
