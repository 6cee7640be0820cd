package io.cglab.shell.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code uniq [-cdu] [FILE]}. */
final class Uniq {
  private Uniq() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("cdu").parse(args);
    List<String> lines = new ArrayList<>();
    int status = Filter.lines(c, options.operands(), 1, lines);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < lines.size(); ) {
      int start = i;
      while (i < lines.size() && lines.get(i).equals(lines.get(start))) {
        i++;
      }
      int count = i - start;
      if (options.has('d') && count == 1 || options.has('u') && count > 1) {
        continue;
      }
      out.append(options.has('c') ? String.format(Locale.ROOT, "%7d ", count) : "");
      out.append(lines.get(start)).append('\n');
    }
    c.write(out);
    return status;
  }
}
