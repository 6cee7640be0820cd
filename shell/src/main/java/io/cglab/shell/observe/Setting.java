package io.cglab.shell.observe;

/** A value that is known from some time on: its mean counts only the time in which it was. */
final class Setting {
  private final Level values;
  private final Level known;

  Setting(TimeAxis axis, long nowNs) {
    values = new Level(axis, nowNs);
    known = new Level(axis, nowNs);
  }

  void set(long nowNs, double value) {
    values.set(nowNs, value);
    known.set(nowNs, 1);
  }

  /** From now on there is no value. */
  void clear(long nowNs) {
    values.set(nowNs, 0);
    known.set(nowNs, 0);
  }

  void settle(long nowNs) {
    values.settle(nowNs);
    known.settle(nowNs);
  }

  double[] areas(int bins) {
    return values.areas(bins);
  }

  /** The ns of each bin in which the value was known. */
  double[] knownNs(int bins) {
    return known.areas(bins);
  }
}
