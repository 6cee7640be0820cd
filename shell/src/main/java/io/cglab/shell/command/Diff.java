package io.cglab.shell.command;

import io.cglab.shell.check.UnifiedDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code diff [-uqs] [-U LINES] FILE FILE}: 0 where they are equal, 1 where not, 2 for trouble. */
final class Diff {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("uqsbwU:")
          .with(Map.of("unified", 'u', "brief", 'q', "report-identical-files", 's'))
          .failing(2);

  /** What comparing takes at most: the product of the lines that are not at both ends the same. */
  private static final long MOST_PAIRS = 25_000_000;

  /** Lines of one file from a position on. */
  private record Chunk(int position, int size) {
    int end() {
      return position + size;
    }
  }

  /** Lines of the first file in whose place there are lines of the second. */
  private record Delta(Chunk source, Chunk target) {}

  private Diff() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    List<String> names = options.operands();
    if (names.size() != 2) {
      throw new CommandException(2, "expected two files");
    }
    List<List<String>> files = new ArrayList<>();
    int failed = Filter.each(c, names, 2, (name, in) -> files.add(Filter.lines(in)));
    if (failed != 0) {
      return failed;
    }
    List<Delta> deltas = deltas(compared(options, files.get(0)), compared(options, files.get(1)));
    String both = names.get(0) + " and " + names.get(1);
    if (deltas.isEmpty()) {
      c.write(options.has('s') ? "Files " + both + " are identical\n" : "");
      return 0;
    }
    if (options.has('q')) {
      c.write("Files " + both + " differ\n");
      return 1;
    }
    long context = Numbers.whole(options.value('U', "3"));
    if (context < 0) {
      throw new CommandException(2, "invalid context length '" + options.value('U') + "'");
    }
    StringBuilder out = new StringBuilder();
    if (options.has('u') || options.has('U')) {
      out.append("--- ").append(names.get(0)).append("\n+++ ").append(names.get(1)).append('\n');
      unified(files, deltas, (int) Math.min(context, Integer.MAX_VALUE / 4), out);
    } else {
      deltas.forEach(delta -> normal(files, delta, out));
    }
    c.write(out);
    return 1;
  }

  private static List<String> compared(Options options, List<String> lines) {
    if (options.has('w')) {
      return lines.stream().map(line -> line.replaceAll("\\s", "")).toList();
    }
    return options.has('b')
        ? lines.stream().map(line -> line.replaceAll("\\s+", " ").stripTrailing()).toList()
        : lines;
  }

  private static List<Delta> deltas(List<String> left, List<String> right) {
    int same = 0;
    int shorter = Math.min(left.size(), right.size());
    while (same < shorter && left.get(same).equals(right.get(same))) {
      same++;
    }
    int tail = 0;
    while (tail < shorter - same
        && left.get(left.size() - 1 - tail).equals(right.get(right.size() - 1 - tail))) {
      tail++;
    }
    List<String> from = left.subList(same, left.size() - tail);
    List<String> to = right.subList(same, right.size() - tail);
    if ((long) from.size() * to.size() > MOST_PAIRS) {
      throw new CommandException(2, "the files differ in too many lines");
    }
    List<Delta> deltas = new ArrayList<>();
    int i = same;
    int j = same;
    int removed = 0;
    int added = 0;
    List<String> body = new ArrayList<>(UnifiedDiff.body(from, to));
    body.add(" ");
    for (String line : body) {
      if (line.charAt(0) == ' ') {
        if (removed + added > 0) {
          deltas.add(new Delta(new Chunk(i, removed), new Chunk(j, added)));
        }
        i += removed + 1;
        j += added + 1;
        removed = 0;
        added = 0;
      } else if (line.charAt(0) == '-') {
        removed++;
      } else {
        added++;
      }
    }
    return deltas;
  }

  private static void normal(List<List<String>> files, Delta delta, StringBuilder out) {
    Chunk left = delta.source();
    Chunk right = delta.target();
    char letter = left.size() == 0 ? 'a' : right.size() == 0 ? 'd' : 'c';
    out.append(range(left)).append(letter).append(range(right)).append('\n');
    lines(files.get(0), left, "< ", out);
    out.append(letter == 'c' ? "---\n" : "");
    lines(files.get(1), right, "> ", out);
  }

  /** {@code 3} or {@code 3,5}; for no lines at all, the line before them. */
  private static String range(Chunk chunk) {
    int first = chunk.position() + 1;
    int size = chunk.size();
    return size == 0
        ? Integer.toString(first - 1)
        : size == 1 ? Integer.toString(first) : first + "," + (first + size - 1);
  }

  private static void lines(List<String> file, Chunk chunk, String mark, StringBuilder out) {
    for (int i = 0; i < chunk.size(); i++) {
      out.append(mark).append(file.get(chunk.position() + i)).append('\n');
    }
  }

  private static void unified(
      List<List<String>> files, List<Delta> deltas, int context, StringBuilder out) {
    List<String> left = files.get(0);
    for (int i = 0; i < deltas.size(); ) {
      int last = i;
      while (last + 1 < deltas.size()
          && deltas.get(last + 1).source().position() - deltas.get(last).source().end()
              <= 2 * context) {
        last++;
      }
      Chunk first = deltas.get(i).source();
      int start = Math.max(0, first.position() - context);
      int stop = Math.min(left.size(), deltas.get(last).source().end() + context);
      int targetStart = deltas.get(i).target().position() - (first.position() - start);
      StringBuilder body = new StringBuilder();
      int at = start;
      int added = 0;
      int removed = 0;
      for (; i <= last; i++) {
        Delta delta = deltas.get(i);
        for (; at < delta.source().position(); at++) {
          body.append(' ').append(left.get(at)).append('\n');
        }
        lines(left, delta.source(), "-", body);
        lines(files.get(1), delta.target(), "+", body);
        at = delta.source().end();
        removed += delta.source().size();
        added += delta.target().size();
      }
      for (; at < stop; at++) {
        body.append(' ').append(left.get(at)).append('\n');
      }
      out.append("@@ -").append(span(start, stop - start));
      out.append(" +").append(span(targetStart, stop - start - removed + added));
      out.append(" @@\n").append(body);
    }
  }

  private static String span(int start, int size) {
    return size == 1 ? Integer.toString(start + 1) : (size == 0 ? start : start + 1) + "," + size;
  }
}
