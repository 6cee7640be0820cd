package io.cglab.shell.command;

import io.cglab.shell.process.Descriptors;
import io.cglab.shell.process.MemoryFile;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code watch [-n SECONDS] [-tdeg] [--count N] COMMAND}: runs a command again and again in virtual
 * time. Redraws on a terminal, and prints one frame below the other elsewhere. Virtual time has no
 * end, so that it stops after ten frames, or as many as {@code --count} says.
 */
final class Watch {
  private static final int USUAL_COUNT = 10;
  private static final int WIDTH = 80;
  private static final int ERROR_STATUS = 8;
  private static final long NS_PER_S = 1_000_000_000;
  private static final String CLEAR = "\033[H\033[2J";
  private static final Options.Spec OPTIONS =
      Options.Spec.of("n:tdegxcbN:")
          .with(
              Map.of(
                  "interval", 'n',
                  "no-title", 't',
                  "differences", 'd',
                  "errexit", 'e',
                  "chgexit", 'g',
                  "exec", 'x',
                  "color", 'c',
                  "count", 'N'))
          .strict();

  private Watch() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    List<String> words = options.operands();
    if (words.isEmpty()) {
      throw new CommandException(1, "usage: watch [-n SECONDS] [-t] [--count N] COMMAND");
    }
    long ns = Durations.ns(options.value('n', "2"));
    if (ns < 0) {
      throw new CommandException(1, "failed to parse argument: '" + options.value('n') + "'");
    }
    ns = Math.max(ns, NS_PER_S / 10);
    long count = options.has('N') ? Numbers.whole(options.value('N', "")) : USUAL_COUNT;
    if (count < 1) {
      throw new CommandException(1, "--count takes a number of frames from 1");
    }
    boolean terminal = c.shell().files().get(1).isTerminal();
    String text = String.join(" ", words);
    List<String> command = options.has('x') ? words : List.of("sh", "-c", text);
    MemoryFile output;
    String before = "";
    for (long frame = 0; frame < count; frame++) {
      if (frame > 0) {
        c.processes().sleep(ns);
      }
      output = new MemoryFile();
      int status = captured(c, command, output);
      String shown = output.text();
      boolean marks = terminal && options.has('d') && frame > 0;
      String head = options.has('t') ? "" : title(c, ns, text) + "\n\n";
      String lead = terminal ? CLEAR : frame > 0 ? "\n" : "";
      c.write(lead + head + (marks ? marked(before, shown) : shown));
      if (status != 0 && options.has('e')) {
        return ERROR_STATUS;
      }
      if (options.has('g') && frame > 0 && !shown.equals(before)) {
        return 0;
      }
      before = shown;
    }
    if (!options.has('N')) {
      c.error("stopped after " + count + " frames; --count N makes it more");
    }
    return 0;
  }

  private static int captured(Context c, List<String> command, MemoryFile output)
      throws IOException {
    Descriptors outside = c.shell().files();
    Descriptors inside = outside.copy();
    inside.set(1, output);
    inside.set(2, output.retain());
    c.shell().setFiles(inside);
    try {
      return c.runner().call(c.shell(), command, false);
    } finally {
      c.shell().setFiles(outside);
      inside.closeAll();
    }
  }

  /** As procps: the interval and command on the left, host and time on the right. */
  private static String title(Context c, long ns, String command) {
    String left = String.format(Locale.ROOT, "Every %.1fs: %s", ns / (double) NS_PER_S, command);
    String right = String.format(Locale.ROOT, "cglab: %.3f s", c.kernel().nowNs() / 1e9);
    int gap = WIDTH - left.length() - right.length();
    return left + " ".repeat(Math.max(1, gap)) + right;
  }

  /** The text with what differs from the frame before in reverse. */
  private static String marked(String before, String now) {
    StringBuilder out = new StringBuilder();
    String[] old = before.split("\n", -1);
    String[] lines = now.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      boolean on = false;
      for (int k = 0; k < lines[i].length(); k++) {
        boolean differs =
            i >= old.length || k >= old[i].length() || old[i].charAt(k) != lines[i].charAt(k);
        if (differs != on) {
          out.append(differs ? "\033[7m" : "\033[27m");
          on = differs;
        }
        out.append(lines[i].charAt(k));
      }
      out.append(on ? "\033[27m" : "").append(i < lines.length - 1 ? "\n" : "");
    }
    return out.toString();
  }
}
