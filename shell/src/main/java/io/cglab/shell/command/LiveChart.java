package io.cglab.shell.command;

import io.cglab.core.api.KernelException;
import io.cglab.shell.observe.Recorder;
import io.cglab.shell.observe.Series;
import io.cglab.shell.picture.Chart;
import io.cglab.shell.picture.Metric;
import io.cglab.shell.process.Errors;
import io.cglab.shell.process.ShellProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code chart [-t TIME] [-i INTERVAL] [METRIC] [CGROUP...] [-- COMMAND]}: lets time pass, or runs
 * a command, and draws meanwhile what each cgroup does. A cgroup stands for those below it, too.
 */
final class LiveChart {
  private static final long DEFAULT_NS = 10_000_000_000L;
  private static final long DEFAULT_INTERVAL_NS = 250_000_000;
  private static final int FRAMES_MAX = 100_000;
  private static final int SIGINT = 2;

  private final Context c;
  private final Screen screen;
  private final Metric metric;
  private final Predicate<String> wanted;
  private final Recorder recorder;
  private final long startNs;

  private LiveChart(Context c, Screen screen, Metric metric, Predicate<String> wanted) {
    this.c = c;
    this.screen = screen;
    this.metric = metric;
    this.wanted = wanted;
    this.recorder = c.kernel().instruments().recorder().continued();
    this.startNs = c.kernel().nowNs();
  }

  static int run(Context c, List<String> args) throws IOException {
    int dashes = args.indexOf("--");
    Options options =
        Options.Spec.of("t:i:").failing(2).parse(dashes < 0 ? args : args.subList(0, dashes));
    List<String> command = dashes < 0 ? List.of() : args.subList(dashes + 1, args.size());
    if (dashes >= 0 && command.isEmpty()) {
      throw new CommandException(2, "missing command after '--'");
    }
    List<String> operands = options.operands();
    Metric metric = operands.isEmpty() ? null : Metric.named(operands.get(0));
    List<String> cgroups = operands.subList(metric == null ? 0 : 1, operands.size());
    long window = time(options.value('t'), command.isEmpty() ? DEFAULT_NS : 0);
    long interval = time(options.value('i'), DEFAULT_INTERVAL_NS);
    if (window / interval > FRAMES_MAX) {
      throw new CommandException(2, "more than " + FRAMES_MAX + " pictures; give a longer -i");
    }
    Predicate<String> wanted = wanted(c, cgroups);
    try (Screen screen = new Screen(c)) {
      LiveChart chart =
          new LiveChart(c, screen, metric == null ? Metric.BANDWIDTH : metric, wanted);
      c.kernel().instruments().join(chart.recorder);
      try {
        return command.isEmpty()
            ? chart.watch(window, interval)
            : chart.watch(command, window, interval);
      } finally {
        c.kernel().instruments().leave(chart.recorder);
      }
    }
  }

  private static long time(@Nullable String text, long otherwise) {
    if (text == null) {
      return otherwise;
    }
    long ns = Durations.ns(text);
    if (ns <= 0) {
      throw new CommandException(2, "invalid time interval '" + text + "'");
    }
    return ns;
  }

  /** Lets time pass. */
  private int watch(long length, long interval) {
    long end = startNs + length;
    while (c.kernel().nowNs() < end) {
      c.processes().sleep(Math.min(interval, end - c.kernel().nowNs()));
      if (screen.isLive() || c.kernel().nowNs() >= end) {
        draw(startNs, end);
      }
    }
    return 0;
  }

  /** Runs a command; {@code window} is how much of it is seen at most, 0 for all. */
  private int watch(List<String> command, long window, long interval) throws IOException {
    ShellProcess child;
    try {
      child = c.processes().fork(c.shell().process(), String.join(" ", command));
    } catch (KernelException refused) {
      return c.error("fork: " + refused.errno().text());
    }
    ShellState copy = c.shell().fork(child);
    c.processes().start(child, () -> call(copy, command));
    try {
      for (int frame = 0; frame < FRAMES_MAX; frame++) {
        boolean done = c.processes().awaitFor(child, interval);
        if (screen.isLive() || done) {
          long now = c.kernel().nowNs();
          draw(window == 0 ? startNs : Math.max(startNs, now - window), now);
        }
        if (done) {
          return child.status();
        }
      }
      return c.error(
          "the command has not ended after " + FRAMES_MAX + " pictures; give a longer -i");
    } finally {
      if (!child.isDone()) {
        stop(child);
      }
    }
  }

  private int call(ShellState state, List<String> command) throws IOException {
    try {
      return c.runner().call(state, command, true);
    } catch (ControlFlow.Exit exit) {
      return exit.status();
    } catch (ControlFlow stray) {
      return 0;
    } finally {
      state.files().closeAll();
    }
  }

  private void stop(ShellProcess child) {
    try {
      c.processes().kill(child.pid(), SIGINT);
      c.processes().letOthersRun(); // above all the child, which ends
    } catch (KernelException gone) {
      return; // it ended by itself
    }
  }

  private void draw(long fromNs, long toNs) {
    screen.show(
        Chart.draw(
            recorder,
            metric,
            wanted,
            fromNs,
            toNs,
            screen.columns(),
            screen.rows(),
            screen.palette()));
  }

  // ---- which cgroups

  private static Predicate<String> wanted(Context c, List<String> cgroups) {
    if (cgroups.isEmpty()) {
      return path -> true;
    }
    List<String> roots = new ArrayList<>();
    for (String cgroup : cgroups) {
      roots.add(path(c, cgroup));
    }
    return path -> roots.stream().anyMatch(root -> isIn(path, root));
  }

  private static boolean isIn(String path, String root) {
    return root.equals("/") || path.equals(root) || path.startsWith(root + "/");
  }

  /** A cgroup's path in its hierarchy: from a directory, or from the path itself. */
  private static String path(Context c, String given) {
    Path mount = c.kernel().instruments().machine().root();
    try {
      Path directory = c.path(given).toAbsolutePath().normalize();
      if (directory.startsWith(mount) && Files.isDirectory(directory)) {
        return "/" + mount.relativize(directory);
      }
      String path = "/" + given.replaceAll("^/+|/+$", "");
      boolean known =
          c.kernel().instruments().recorder().series().stream()
              .map(Series::path)
              .anyMatch(seen -> isIn(seen, path));
      if (known || Files.isDirectory(mount.resolve(path.substring(1)))) {
        return path;
      }
      throw new CommandException(1, given + ": no such cgroup, and no metric");
    } catch (IOException e) {
      throw new CommandException(1, given + ": " + Errors.text(e));
    }
  }
}
