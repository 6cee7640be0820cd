package io.cglab.shell.picture;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A vertical axis: where values lie between 0 (bottom) and 1 (top), and what is written beside it.
 */
public final class Scale {
  /** A number beside the axis. */
  public record Tick(double value, String label) {}

  /** A range below this has no room for ticks. */
  private static final double TINY = 1e-100;

  /** Beyond these there is no prefix. */
  private static final double PREFIXED_MOST = 1e13;

  private static final double PLAIN_LEAST = 1e-6;
  private static final double PLAIN_MOST = 1e12;

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

  /**
   * A linear axis for plain numbers of any size and sign: from 0, or below it where there are
   * values, with fractions where they are small.
   *
   * @param marks about how many ticks there is room for
   */
  static Scale numbers(double least, double most, int marks) {
    double bottom = Math.min(0, least);
    double top = Math.max(0, most);
    if (top - bottom < TINY) {
      top = 1;
    }
    double size = Math.max(top, -bottom);
    Unit.Prefix prefix = Unit.COUNT.prefix(size < PREFIXED_MOST ? size : 1);
    double step = nice((top - bottom) / prefix.factor() / Math.max(1, marks)) * prefix.factor();
    long first = (long) Math.floor(bottom / step + 1e-9);
    long last = (long) Math.ceil(top / step - 1e-9);
    List<Tick> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      ticks.add(new Tick(i * step, number(i * step / prefix.factor())));
    }
    return new Scale(false, first * step, last * step, prefix.name().strip(), ticks);
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
    return rounded(value).toPlainString();
  }

  /** As {@link #plain}, but with a power of ten where there would be a row of zeros. */
  static String number(double value) {
    double size = Math.abs(value);
    boolean plain = size == 0 || size >= PLAIN_LEAST && size < PLAIN_MOST;
    return plain ? plain(value) : rounded(value).toString();
  }

  private static BigDecimal rounded(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
  }

  /** 0 at the bottom, 1 at the top; values beyond are put at the end. */
  public double place(double value) {
    double at =
        logarithmic
            ? (Math.log10(Math.max(value, low)) - Math.log10(low))
                / (Math.log10(high) - Math.log10(low))
            : (value - low) / (high - low);
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
