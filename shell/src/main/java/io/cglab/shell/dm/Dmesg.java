package io.cglab.shell.dm;

import io.cglab.core.trace.KernelLog;
import io.cglab.shell.command.CommandException;
import io.cglab.shell.command.Context;
import java.util.List;
import java.util.Locale;

/** {@code dmesg [-c|-C|-t]}: what the kernel says of itself, with the time since boot. */
public final class Dmesg {
  private static final long NS_PER_US = 1000;
  private static final long US_PER_S = 1_000_000;

  private Dmesg() {}

  public static int run(Context c, List<String> args) {
    boolean clear = false;
    boolean show = true;
    boolean times = true;
    for (String arg : args) {
      switch (arg) {
        case "-c", "--read-clear" -> clear = true;
        case "-C", "--clear" -> {
          clear = true;
          show = false;
        }
        case "-t", "--notime" -> times = false;
        default -> throw new CommandException(1, "unrecognized option '" + arg + "'");
      }
    }
    KernelLog log = c.kernel().instruments().machine().machine().log();
    if (show) {
      StringBuilder out = new StringBuilder();
      for (KernelLog.Line line : log.lines()) {
        long us = line.ns() / NS_PER_US;
        if (times) {
          out.append(String.format(Locale.ROOT, "[%5d.%06d] ", us / US_PER_S, us % US_PER_S));
        }
        out.append(line.text()).append('\n');
      }
      c.write(out);
    }
    if (clear) {
      log.clear();
    }
    return 0;
  }
}
