package io.cglab.shell.picture;

import java.util.Locale;

/** What a vertical axis counts. */
public enum Unit {
  /** B/s, KiB/s, MiB/s, GiB/s. */
  BYTES_PER_S,
  /** I/Os a second. */
  IOS_PER_S,
  /** Times in ns, on a logarithmic axis. */
  TIME,
  /** Parts of one, shown in percent. */
  PART,
  /** Plain numbers. */
  COUNT;

  private static final String[] BYTES = {"B/s", "KiB/s", "MiB/s", "GiB/s", "TiB/s"};
  private static final String[] COUNTS = {"", "k", "M", "G"};
  private static final String[] TIMES = {"ns", "µs", "ms", "s"};

  boolean isLogarithmic() {
    return this == TIME;
  }

  /** A factor and its name, in which a number of this size is best told. */
  record Prefix(double factor, String name) {
    String of(double value) {
      double scaled = value / factor;
      String digits =
          scaled == Math.rint(scaled) || scaled >= 99.95
              ? String.format(Locale.ROOT, "%.0f", scaled)
              : String.format(Locale.ROOT, scaled < 9.995 ? "%.2f" : "%.1f", scaled);
      return digits;
    }
  }

  /** The prefix for numbers up to {@code most}. */
  Prefix prefix(double most) {
    return switch (this) {
      case BYTES_PER_S -> prefix(most, 1024, BYTES);
      case IOS_PER_S -> {
        Prefix prefix = prefix(most, 1000, COUNTS);
        yield new Prefix(prefix.factor(), prefix.name() + " IOPS");
      }
      case TIME -> prefix(most, 1000, TIMES);
      case PART -> new Prefix(0.01, "%");
      case COUNT -> prefix(most, 1000, COUNTS);
    };
  }

  private static Prefix prefix(double most, double base, String[] names) {
    double factor = 1;
    int i = 0;
    while (i < names.length - 1 && most >= factor * base) {
      factor *= base;
      i++;
    }
    return new Prefix(factor, names[i]);
  }

  /** A number with its unit. */
  String text(double value) {
    Prefix prefix = prefix(value);
    String gap =
        this == PART || prefix.name().isEmpty() || prefix.name().startsWith(" ") ? "" : " ";
    return prefix.of(value) + gap + prefix.name();
  }
}
