package io.cglab.shell.command;

import io.cglab.shell.observe.Metrics;
import java.math.BigDecimal;
import java.util.List;

/**
 * {@code metric NAME VALUE}: says what a number is called. It prints the two, and a sweep collects
 * them.
 */
final class Metric {
  private static final int USAGE = 2;

  /** Sums and squares of such numbers are numbers still. */
  private static final double MOST = 1e100;

  private Metric() {}

  static int run(Context c, List<String> args) {
    try {
      return set(c, args);
    } catch (CommandException refused) {
      c.kernel().instruments().metrics().refuse(String.valueOf(refused.getMessage()));
      throw refused;
    }
  }

  private static int set(Context c, List<String> args) {
    if (args.size() != 2) {
      throw new CommandException(USAGE, "expected a name and a number, as in metric p99_ms 12.5");
    }
    String name = args.get(0);
    if (!name.matches("[A-Za-z_][A-Za-z0-9_.:/-]{0,99}")) {
      throw new CommandException(
          USAGE, name + ": a name is a letter, then letters, digits and any of _.:/-");
    }
    if (name.equals(Metrics.VIRTUAL_S)) {
      throw new CommandException(USAGE, name + ": a sweep has this by itself; take another name");
    }
    double value;
    try {
      value = new BigDecimal(args.get(1).strip()).doubleValue();
    } catch (NumberFormatException e) {
      throw new CommandException(USAGE, name + ": expected a number, not '" + args.get(1) + "'");
    }
    if (Math.abs(value) > MOST) {
      throw new CommandException(USAGE, name + ": the number is too large: " + args.get(1));
    }
    c.kernel().instruments().metrics().set(name, value);
    c.write(name + " " + args.get(1).strip() + "\n");
    return 0;
  }
}
