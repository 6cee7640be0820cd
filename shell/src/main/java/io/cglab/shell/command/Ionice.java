package io.cglab.shell.command;

import io.cglab.core.api.KernelException;
import io.cglab.shell.process.IoPrio;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code ionice [-t] [-c CLASS] [-n LEVEL] [-p PID... | COMMAND]} of util-linux: shows or sets the
 * I/O priority of processes, or of a command; and {@code nice}, which it follows without a class.
 */
final class Ionice {
  private static final List<String> CLASSES = List.of("none", "realtime", "best-effort", "idle");
  private static final int NONE = 0;
  private static final int BEST_EFFORT = 2;
  private static final int IDLE = 3;
  private static final int USUAL_LEVEL = 4;
  private static final int LAST_LEVEL = 7;
  private static final int USUAL_NICE_STEP = 10;
  private static final int NICE_USAGE = 125;

  private static final Options.Spec SPEC =
      Options.Spec.of("c:n:p:t")
          .with(Map.of("class", 'c', "classdata", 'n', "pid", 'p', "ignore", 't'))
          .strict();

  private Ionice() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = SPEC.parse(args);
    boolean sets = options.has('c') || options.has('n');
    String pid = options.value('p');
    List<String> rest = options.operands();
    if (!sets && (pid != null || rest.isEmpty())) {
      return pid == null ? show(c, c.shell().process().pid()) : forEach(c, pid, rest, null, true);
    }
    boolean ignores = options.has('t');
    IoPrio prio = wanted(c, options, ignores);
    if (pid != null) {
      return forEach(c, pid, rest, prio, ignores);
    }
    if (rest.isEmpty()) {
      throw new CommandException(1, "bad usage\nTry 'ionice --help' for more information.");
    }
    int status = set(c, c.shell().process().pid(), prio, ignores);
    return status == 0 ? c.runner().call(c.shell(), rest, true) : status;
  }

  private static IoPrio wanted(Context c, Options options, boolean ignores) {
    int prioClass = options.has('c') ? classOf(options.value('c', "")) : BEST_EFFORT;
    int level = USUAL_LEVEL;
    if (options.has('n')) {
      level = number(options.value('n', ""), "class data");
    }
    if (prioClass == NONE || prioClass == IDLE) {
      if (options.has('n') && !ignores) {
        c.error("ignoring given class data for " + CLASSES.get(prioClass) + " class");
      }
      level = prioClass == NONE ? 0 : LAST_LEVEL;
    } else if (prioClass >= CLASSES.size() && !ignores) {
      c.error("unknown prio class " + prioClass);
    }
    return new IoPrio(prioClass, level);
  }

  private static int classOf(String text) {
    if (text.matches("[0-9].*")) {
      return number(text, "class");
    }
    int index = CLASSES.indexOf(text.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new CommandException(1, "unknown scheduling class: '" + text + "'");
    }
    return index;
  }

  private static int number(String text, String what) {
    long number = Numbers.whole(text);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new CommandException(1, "invalid " + what + " argument: '" + text + "'");
    }
    return (int) number;
  }

  /** Shows the priorities of processes, or sets them; ends with the first that is refused. */
  private static int forEach(
      Context c, String first, List<String> more, @Nullable IoPrio prio, boolean ignores) {
    List<String> pids = new ArrayList<>(List.of(first));
    pids.addAll(more);
    for (String text : pids) {
      int pid = number(text, "PID");
      int of = pid == 0 ? c.shell().process().pid() : pid;
      int status = prio == null ? show(c, of) : set(c, of, prio, ignores);
      if (status != 0) {
        return status;
      }
    }
    return 0;
  }

  private static int show(Context c, int pid) {
    try {
      IoPrio prio = c.kernel().ioPrio(pid);
      String name = CLASSES.get(prio.prioClass());
      c.write(prio.prioClass() == IDLE ? name + "\n" : name + ": prio " + prio.level() + "\n");
      return 0;
    } catch (KernelException refused) {
      return c.refused("ioprio_get failed: " + refused.errno().text(), refused);
    }
  }

  private static int set(Context c, int pid, IoPrio prio, boolean ignores) {
    try {
      c.kernel().setIoPrio(pid, prio);
      return 0;
    } catch (KernelException refused) {
      return ignores ? 0 : c.refused("ioprio_set failed: " + refused.errno().text(), refused);
    }
  }

  /** {@code renice [-n] NICENESS [-p] PID...}. */
  static int renice(Context c, List<String> args) {
    List<String> words = args.stream().filter(arg -> !arg.matches("-[np]|--priority")).toList();
    if (words.size() < 2 || !words.get(0).matches("[+-]?[0-9]{1,9}")) {
      throw new CommandException(1, "usage: renice [-n] NICENESS [-p] PID...");
    }
    int status = 0;
    for (String text : words.subList(1, words.size())) {
      int pid = number(text, "PID");
      try {
        int before = c.kernel().nice(pid);
        c.kernel().setNice(pid, Integer.parseInt(words.get(0)));
        int now = c.kernel().nice(pid);
        c.write(pid + " (process ID) old priority " + before + ", new priority " + now + "\n");
      } catch (KernelException gone) {
        status =
            c.error("failed to get priority for " + pid + " (process ID): " + gone.errno().text());
      }
    }
    return status;
  }

  /** {@code nice [-n N] [COMMAND]}: without a command, how nice it is now. */
  static int nice(Context c, List<String> args) throws IOException {
    Options options =
        Options.Spec.of("n:")
            .with(Map.of("adjustment", 'n'))
            .failing(NICE_USAGE)
            .strict()
            .parse(args);
    int pid = c.shell().process().pid();
    String step = options.value('n', Integer.toString(USUAL_NICE_STEP));
    if (!step.matches("[+-]?[0-9]{1,9}")) {
      throw new CommandException(NICE_USAGE, "invalid adjustment '" + step + "'");
    }
    try {
      int now = c.kernel().nice(pid);
      if (options.operands().isEmpty()) {
        if (options.has('n')) {
          throw new CommandException(NICE_USAGE, "a command must be given with an adjustment");
        }
        c.write(now + "\n");
        return 0;
      }
      c.kernel().setNice(pid, now + Integer.parseInt(step));
    } catch (KernelException gone) {
      return c.error(gone.errno().text());
    }
    return c.runner().call(c.shell(), options.operands(), true);
  }
}
