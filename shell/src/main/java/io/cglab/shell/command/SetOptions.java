package io.cglab.shell.command;

import java.util.List;
import java.util.Locale;

/** {@code set [-+aefuvxC] [-+o NAME] [--] [ARGUMENT...]}. */
final class SetOptions {
  private SetOptions() {}

  static int run(Context c, List<String> args) {
    ShellState shell = c.shell();
    if (args.isEmpty()) {
      StringBuilder out = new StringBuilder();
      for (String name : shell.variables().names()) {
        out.append(name)
            .append('=')
            .append(Quoting.quote(shell.variables().get(name, "")))
            .append('\n');
      }
      c.write(out);
      return 0;
    }
    int at = 0;
    while (at < args.size() && args.get(at).matches("[-+][^-+].*")) {
      String word = args.get(at++);
      boolean on = word.startsWith("-");
      for (char letter : word.substring(1).toCharArray()) {
        if (letter == 'o') {
          if (at == args.size()) {
            list(c);
          } else {
            shell.set(named(args.get(at++)), on);
          }
        } else {
          shell.set(option(letter), on);
        }
      }
    }
    boolean separated = at < args.size() && (args.get(at).equals("--") || args.get(at).equals("-"));
    if (separated || at < args.size()) {
      shell.setPositional(args.subList(separated ? at + 1 : at, args.size()));
    }
    return 0;
  }

  private static ShellOption option(char letter) {
    ShellOption option = ShellOption.of(letter);
    if (option == null) {
      throw new CommandException(2, "Illegal option -" + letter);
    }
    return option;
  }

  private static ShellOption named(String name) {
    ShellOption option = ShellOption.named(name);
    if (option == null) {
      throw new CommandException(2, "Illegal option -o " + name);
    }
    return option;
  }

  private static void list(Context c) {
    StringBuilder out = new StringBuilder();
    for (ShellOption option : ShellOption.values()) {
      out.append(
          String.format(
              Locale.ROOT, "%-15s %s\n", option.longName(), c.shell().has(option) ? "on" : "off"));
    }
    c.write(out);
  }
}
