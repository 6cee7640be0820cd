package io.cglab.shell.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code head} and {@code tail}, {@code [-n NUMBER] [-c BYTES] [-q] [FILE...]}. */
final class Head {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("n:c:qv").with(Map.of("lines", 'n', "bytes", 'c', "quiet", 'q'));

  private Head() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = parse(args);
    boolean bytes = options.has('c');
    String text = options.value(bytes ? 'c' : 'n', "10");
    boolean allBut = text.startsWith("-");
    long count = count(text.replaceFirst("^[-+]", ""), bytes);
    int[] files = {0};
    return Filter.each(
        c,
        options.operands(),
        1,
        Head::unopened,
        (name, in) -> {
          heading(c, options, name, files[0]++);
          if (allBut) {
            String all = c.readAll(in);
            List<String> lines = bytes ? List.of() : split(all);
            c.write(
                bytes
                    ? all.substring(0, (int) Math.max(0, all.length() - count))
                    : String.join("", lines.subList(0, (int) Math.max(0, lines.size() - count))));
            return;
          }
          if (bytes) {
            c.write(c.readUpTo(in, count));
            return;
          }
          Lines lines = new Lines(in);
          StringBuilder out = new StringBuilder();
          for (long i = 0; i < count; i++) {
            String line = lines.next();
            if (line == null) {
              break;
            }
            out.append(line);
          }
          c.write(out);
        });
  }

  static int tail(Context c, List<String> args) throws IOException {
    Options options = parse(args);
    boolean bytes = options.has('c');
    String text = options.value(bytes ? 'c' : 'n', "10");
    boolean fromStart = text.startsWith("+");
    long count = count(text.replaceFirst("^[-+]", ""), bytes);
    int[] files = {0};
    return Filter.each(
        c,
        options.operands(),
        1,
        Head::unopened,
        (name, in) -> {
          heading(c, options, name, files[0]++);
          String all = c.readAll(in);
          if (bytes) {
            long from = fromStart ? Math.max(0, count - 1) : Math.max(0, all.length() - count);
            c.write(all.substring((int) Math.min(from, all.length())));
          } else {
            List<String> lines = split(all);
            long from = fromStart ? Math.max(0, count - 1) : Math.max(0, lines.size() - count);
            c.write(
                String.join("", lines.subList((int) Math.min(from, lines.size()), lines.size())));
          }
        });
  }

  private static String unopened(String name) {
    return "cannot open '" + name + "' for reading";
  }

  private static Options parse(List<String> args) {
    List<String> modern = new ArrayList<>(args);
    if (!modern.isEmpty() && modern.get(0).matches("-[0-9]+")) {
      modern.set(0, "-n" + modern.get(0).substring(1));
    }
    return OPTIONS.parse(modern);
  }

  private static long count(String text, boolean bytes) {
    long count = Numbers.bytes(text);
    if (count < 0) {
      throw new CommandException(
          1, "invalid number of " + (bytes ? "bytes" : "lines") + ": '" + text + "'");
    }
    return count;
  }

  private static void heading(Context c, Options options, String name, int index)
      throws IOException {
    if (options.operands().size() > 1 && !options.has('q')) {
      c.write((index > 0 ? "\n" : "") + "==> " + name + " <==\n");
    }
  }

  private static List<String> split(String all) {
    return all.isEmpty() ? List.of() : Arrays.asList(all.split("(?<=\n)"));
  }
}
