package io.cglab.core.device.hdd;

/**
 * The commands that wait for the mechanics, and which of them is next (schedulers-and-devices.md
 * 5.2).
 */
final class MediaQueue {
  private final Hdd.Queue rules;
  private final Commands commands;
  private final Commands.Line line;

  MediaQueue(Hdd.Queue rules, Commands commands) {
    this.rules = rules;
    this.commands = commands;
    line = commands.new Line();
  }

  boolean isEmpty() {
    return line.isEmpty();
  }

  void add(int command) {
    line.add(command);
  }

  /** Takes out the next command; there is one. */
  int poll(Mechanism mechanism, long nowNs) {
    int chosen =
        switch (rules.order()) {
          case FIFO -> line.first();
          case SPTF -> nearest(mechanism, nowNs);
          case CLOOK -> upwards(mechanism.head());
        };
    line.remove(chosen);
    return chosen;
  }

  /**
   * Takes out a read that the buffer has, or returns NONE.
   *
   * @param waits true for one that it is about to have, too
   */
  int pollHit(Prefetch prefetch, boolean waits, long nowNs) {
    for (int at = line.first(); at != Commands.NONE; at = line.after(at)) {
      if (!commands.write[at]
          && (waits
              ? prefetch.covers(commands.sector[at])
              : prefetch.has(commands.sector[at], commands.end(at), nowNs))) {
        line.remove(at);
        return at;
      }
    }
    return Commands.NONE;
  }

  private int nearest(Mechanism mechanism, long nowNs) {
    int oldest = line.first(); // in order of the controller, which is that of coming
    if (nowNs - commands.sinceNs[oldest] > rules.ageNs()) {
      return oldest;
    }
    int chosen = oldest;
    double least = Double.MAX_VALUE;
    for (int at = oldest; at != Commands.NONE; at = line.after(at)) {
      double ns = mechanism.positioningNs(commands.sector[at], commands.write[at], nowNs);
      if (ns < least) {
        least = ns;
        chosen = at;
      }
    }
    return chosen;
  }

  private int upwards(long head) {
    int above = Commands.NONE;
    int lowest = line.first();
    for (int at = lowest; at != Commands.NONE; at = line.after(at)) {
      long sector = commands.sector[at];
      if (sector < commands.sector[lowest]) {
        lowest = at;
      }
      if (sector >= head && (above == Commands.NONE || sector < commands.sector[above])) {
        above = at;
      }
    }
    return above == Commands.NONE ? lowest : above;
  }
}
