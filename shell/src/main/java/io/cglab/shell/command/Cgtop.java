package io.cglab.shell.command;

import io.cglab.shell.picture.Top;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code cgtop [-n FRAMES] [-d SECONDS] [-b]}: which cgroups do most I/O, again and again, as
 * systemd-cgtop shows it. With {@code -b} each table is printed below the one before.
 */
final class Cgtop {
  private static final int FRAMES = 10;
  private static final int FRAMES_MAX = 1_000_000;
  private static final long DELAY_NS = 1_000_000_000;

  private Cgtop() {}

  static int run(Context c, List<String> args) {
    Options options = Options.Spec.of("n:d:b").failing(2).parse(args);
    if (!options.operands().isEmpty()) {
      throw new CommandException(2, "usage: cgtop [-n FRAMES] [-d SECONDS] [-b]");
    }
    long frames = options.has('n') ? Numbers.whole(options.value('n', "")) : FRAMES;
    if (frames < 1 || frames > FRAMES_MAX) {
      throw new CommandException(2, "invalid number of frames '" + options.value('n') + "'");
    }
    long delay = delay(options.value('d'));
    try (Screen screen = new Screen(c)) {
      Top top = new Top(c.kernel().instruments());
      for (long i = 0; i < frames; i++) {
        c.processes().sleep(delay);
        List<String> table = top.next(screen.columns(), screen.isLive() ? screen.rows() : 0);
        if (options.has('b')) {
          screen.print(table);
        } else {
          screen.show(table);
        }
      }
    }
    return 0;
  }

  private static long delay(@Nullable String text) {
    long ns = text == null ? DELAY_NS : Durations.ns(text);
    if (ns <= 0) {
      throw new CommandException(2, "invalid time interval '" + text + "'");
    }
    return ns;
  }
}
