package io.cglab.shell.command;

import java.util.List;
import java.util.Locale;

/** {@code history [N]}. */
final class History {
  private History() {}

  static int run(Context c, List<String> args) {
    if (args.size() > 1) {
      return c.error("too many arguments");
    }
    List<String> lines = c.shell().history();
    int most = lines.size();
    if (!args.isEmpty()) {
      if (!args.get(0).matches("[0-9]{1,9}")) {
        return c.error(args.get(0) + ": numeric argument required");
      }
      most = Math.min(most, Integer.parseInt(args.get(0)));
    }
    StringBuilder out = new StringBuilder();
    for (int i = lines.size() - most; i < lines.size(); i++) {
      out.append(String.format(Locale.ROOT, "%5d  %s\n", i + 1, Context.utf8(lines.get(i))));
    }
    c.write(out);
    return 0;
  }
}
