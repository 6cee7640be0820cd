package io.cglab.shell.observe;

import java.util.Arrays;

/**
 * Something that has a value at every time, such as a number of bios: in each bin the value times
 * the ns that it lasted, and the largest value.
 */
final class Level implements TimeAxis.Column {
  private static final int FIRST = 64;

  private final TimeAxis axis;
  private double[] areas = new double[FIRST];
  private double[] most = new double[FIRST];
  private double value;
  private long sinceNs;

  Level(TimeAxis axis, long nowNs) {
    this.axis = axis;
    this.sinceNs = nowNs;
    axis.add(this);
  }

  double value() {
    return value;
  }

  /** Changes the value by {@code change} from {@code nowNs} on, which the axis has reached. */
  void add(long nowNs, double change) {
    set(nowNs, value + change);
  }

  void set(long nowNs, double newValue) {
    settle(nowNs);
    value = newValue;
    if (newValue > 0) {
      int bin = axis.bin(nowNs);
      reserve(bin);
      most[bin] = Math.max(most[bin], newValue);
    }
  }

  /** Books the present value up to {@code nowNs}. */
  void settle(long nowNs) {
    if (value != 0 && nowNs > sinceNs) {
      long from = sinceNs;
      int bin = axis.bin(from);
      int last = axis.bin(nowNs);
      reserve(last);
      for (; bin < last; bin++) {
        long end = axis.startNs(bin + 1);
        areas[bin] += value * (end - from);
        most[bin] = Math.max(most[bin], value);
        from = end;
      }
      if (nowNs > from) {
        areas[last] += value * (nowNs - from);
        most[last] = Math.max(most[last], value);
      }
    }
    sinceNs = nowNs;
  }

  private void reserve(int bin) {
    if (bin >= areas.length) {
      areas = Arrays.copyOf(areas, Bins.capacity(bin));
      most = Arrays.copyOf(most, areas.length);
    }
  }

  @Override
  public void halve() {
    int half = areas.length / 2;
    for (int i = 0; i < half; i++) {
      areas[i] = areas[2 * i] + areas[2 * i + 1];
      most[i] = Math.max(most[2 * i], most[2 * i + 1]);
    }
    Arrays.fill(areas, half, areas.length, 0);
    Arrays.fill(most, half, most.length, 0);
  }

  /** Value times ns of the first {@code bins} bins. */
  double[] areas(int bins) {
    return Arrays.copyOf(areas, bins);
  }

  /** The largest values of the first {@code bins} bins. */
  double[] most(int bins) {
    return Arrays.copyOf(most, bins);
  }
}
