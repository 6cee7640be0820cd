package io.cglab.shell.command;

import io.cglab.shell.explain.Moments;
import io.cglab.shell.observe.Narrator;
import io.cglab.shell.process.Kernel;
import java.util.List;

/** {@code step [N]}: jumps to the next event that does something to I/O, and tells what it was. */
final class Step {
  /** Timers and CPU times without any I/O that are passed over at most. */
  private static final int MOST_SILENT = 10_000;

  private static final long MOST_STEPS = 1_000_000;

  private Step() {}

  static int run(Context c, List<String> args) {
    List<String> operands = Options.Spec.of("").parse(args).operands();
    long steps = operands.isEmpty() ? 1 : Numbers.whole(operands.get(0));
    if (operands.size() > 1 || steps < 1 || steps > MOST_STEPS) {
      return c.error("expected a number of steps, 1 to " + MOST_STEPS);
    }
    for (long i = 0; i < steps; i++) {
      if (!next(c)) {
        c.write(Moments.at(c.kernel().nowNs()) + ": nothing more is pending\n");
        return 0;
      }
    }
    return 0;
  }

  private static boolean next(Context c) {
    Kernel kernel = c.kernel();
    Narrator narrator = kernel.instruments().narrator();
    for (int i = 0; i < MOST_SILENT; i++) {
      boolean fired;
      List<Narrator.Told> told;
      narrator.listen();
      try {
        fired = c.processes().strands().step();
      } finally {
        told = narrator.take(); // also where a signal or an interrupt ends the wait
      }
      if (!told.isEmpty()) {
        StringBuilder out = new StringBuilder();
        for (Narrator.Told each : told) {
          out.append(Moments.at(each.atNs())).append(": ").append(each.what()).append('\n');
        }
        c.write(Context.utf8(out.toString()));
        return true;
      }
      if (!fired) {
        return false;
      }
    }
    c.write(Moments.at(kernel.nowNs()) + ": " + MOST_SILENT + " events, none of them I/O\n");
    return true;
  }
}
