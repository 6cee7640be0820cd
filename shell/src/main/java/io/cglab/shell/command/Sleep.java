package io.cglab.shell.command;

import java.util.List;

/** {@code sleep DURATION...} and {@code advance DURATION...}: lets virtual time pass. */
final class Sleep {
  private Sleep() {}

  static int run(Context c, List<String> args) {
    List<String> durations = Options.Spec.of("").parse(args).someOperands();
    if (durations.contains("infinity") || durations.contains("inf")) {
      c.processes().pause();
    }
    long total = 0;
    for (String duration : durations) {
      long ns = Durations.ns(duration);
      if (ns < 0 || total + ns < 0) {
        throw new CommandException(1, "invalid time interval '" + duration + "'");
      }
      total += ns;
    }
    c.processes().sleep(total);
    return 0;
  }
}
