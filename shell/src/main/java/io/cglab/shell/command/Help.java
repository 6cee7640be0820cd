package io.cglab.shell.command;

import java.util.List;
import java.util.Locale;

/** {@code help [COMMAND...]}. */
final class Help {
  private Help() {}

  static int run(Context c, List<String> args) {
    StringBuilder out = new StringBuilder();
    if (args.isEmpty()) {
      for (Commands.Entry entry : Commands.all()) {
        out.append(line(entry));
      }
      c.write(out);
      return 0;
    }
    int status = 0;
    for (String name : args) {
      Commands.Entry entry = Commands.find(name);
      if (entry == null) {
        status = c.error("no help topics match `" + name + "'");
      } else {
        out.append(line(entry));
      }
    }
    c.write(out);
    return status;
  }

  private static String line(Commands.Entry entry) {
    return String.format(Locale.ROOT, "%-10s %s\n", entry.name(), entry.help());
  }
}
