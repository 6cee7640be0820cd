package io.cglab.shell.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * A vertical axis: where values lie between 0 (bottom) and 1 (top), and what is written beside it.
 */
public final class Scale {
  /** A number beside the axis. */
  public record Tick(double value, String label) {}

  private final boolean logarithmic;
  private final double low;
  private final double high;
  private final String unit;
  private final List<Tick> ticks;

  private Scale(boolean logarithmic, double low, double high, String unit, List<Tick> ticks) {
    this.logarithmic = logarithmic;
    this.low = low;
    this.high = high;
    this.unit = unit;
    this.ticks = List.copyOf(ticks);
  }

  /**
   * The axis for values of {@code least} to {@code most}; linear ones begin at 0.
   *
   * @param marks about how many ticks there is room for
   */
  public static Scale of(Unit unit, double least, double most, int marks) {
    return unit.isLogarithmic() ? decades(unit, least, most) : linear(unit, most, marks);
  }

  private static Scale linear(Unit unit, double most, int marks) {
    double top = most > 0 ? most : 1;
    Unit.Prefix prefix = unit.prefix(top);
    double step = nice(top / prefix.factor() / Math.max(1, marks));
    if (unit == Unit.COUNT && prefix.factor() == 1) {
      step = Math.max(1, step);
    }
    long count = (long) Math.ceil(top / prefix.factor() / step - 1e-9);
    List<Tick> ticks = new ArrayList<>();
    for (long i = 0; i <= count; i++) {
      double scaled = i * step;
      ticks.add(new Tick(scaled * prefix.factor(), plain(scaled)));
    }
    return new Scale(false, 0, count * step * prefix.factor(), prefix.name().strip(), ticks);
  }

  private static Scale decades(Unit unit, double least, double most) {
    double low = Math.pow(10, Math.floor(Math.log10(least > 0 ? least : 1000)));
    double high = Math.pow(10, Math.ceil(Math.log10(Math.max(most, low * 1.001))));
    List<Tick> ticks = new ArrayList<>();
    for (double at = low; at <= high * 1.001; at *= 10) {
      ticks.add(new Tick(at, unit.text(Math.rint(at))));
    }
    return new Scale(true, low, high, "", ticks);
  }

  /** 1, 2 or 5 times a power of ten, not below {@code least}. */
  static double nice(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (least <= factor * power * (1 + 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  static String plain(double value) {
    return new java.math.BigDecimal(value)
        .round(new java.math.MathContext(6))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** 0 at the bottom, 1 at the top; values beyond are put at the end. */
  public double place(double value) {
    double at =
        logarithmic
            ? (Math.log10(Math.max(value, low)) - Math.log10(low))
                / (Math.log10(high) - Math.log10(low))
            : value / high;
    return Math.max(0, Math.min(1, at));
  }

  /** What the ticks' numbers count; empty where they say it themselves. */
  public String unit() {
    return unit;
  }

  public List<Tick> ticks() {
    return ticks;
  }
}
