package io.cglab.shell.command;

import java.math.BigDecimal;
import java.util.List;

/**
 * {@code metric NAME VALUE}: says what a number is called. It prints the two, and a sweep collects
 * them.
 */
final class Metric {
  private static final int USAGE = 2;

  private Metric() {}

  static int run(Context c, List<String> args) {
    if (args.size() != 2) {
      throw new CommandException(USAGE, "expected a name and a number, as in metric p99_ms 12.5");
    }
    String name = args.get(0);
    if (!name.matches("[A-Za-z_][A-Za-z0-9_.:/-]{0,99}")) {
      throw new CommandException(USAGE, name + ": a name begins with a letter and has no blanks");
    }
    double value;
    try {
      value = new BigDecimal(args.get(1).strip()).doubleValue();
    } catch (NumberFormatException e) {
      throw new CommandException(USAGE, name + ": expected a number, not '" + args.get(1) + "'");
    }
    if (Double.isInfinite(value)) {
      throw new CommandException(USAGE, name + ": the number is too large: " + args.get(1));
    }
    c.kernel().instruments().metrics().set(name, value);
    c.write(name + " " + args.get(1).strip() + "\n");
    return 0;
  }
}
