package io.cglab.shell.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code help [COMMAND...]}: all commands by heading, a line each, or how one is used. */
final class Help {
  private static final int WIDTH = 80;
  private static final int NAMES = 12;

  private Help() {}

  static int run(Context c, List<String> args) {
    StringBuilder out = new StringBuilder();
    if (args.isEmpty()) {
      list(out);
      c.write(Context.utf8(out.toString()));
      return 0;
    }
    int status = 0;
    for (String name : args) {
      Commands.Entry entry = Commands.find(name);
      if (entry == null) {
        status = c.error("no help topics match `" + name + "'");
      } else {
        usage(out, entry);
      }
    }
    c.write(Context.utf8(out.toString()));
    return status;
  }

  private static void list(StringBuilder out) {
    Map<String, List<Commands.Entry>> sections = new LinkedHashMap<>();
    for (Commands.Entry entry : Commands.all()) {
      sections.computeIfAbsent(entry.section(), section -> new ArrayList<>()).add(entry);
    }
    sections.forEach(
        (section, entries) -> {
          out.append(section).append(":\n");
          for (Commands.Entry entry : entries) {
            String name = "  " + entry.name();
            String gap = " ".repeat(Math.max(1, NAMES - name.length()));
            out.append(name).append(gap);
            wrap(out, name.length() + gap.length(), summary(entry));
          }
          out.append('\n');
        });
    out.append("help COMMAND says how one is used.\n");
  }

  /** What a command does, or else how it is used. */
  private static String summary(Commands.Entry entry) {
    String about = about(entry);
    return about.isEmpty() ? operands(entry) : about;
  }

  private static void usage(StringBuilder out, Commands.Entry entry) {
    out.append((entry.name() + " " + operands(entry)).strip()).append('\n');
    if (!about(entry).isEmpty()) {
      out.append(" ".repeat(NAMES));
      wrap(out, NAMES, about(entry));
    }
  }

  /** What stands behind the name in a row that begins with it, up to the colon. */
  private static String operands(Commands.Entry entry) {
    String help = entry.help();
    if (!(help + " ").startsWith(entry.name() + " ")) {
      return "";
    }
    int end = help.indexOf(": ");
    return help.substring(entry.name().length(), end < 0 ? help.length() : end).strip();
  }

  private static String about(Commands.Entry entry) {
    String help = entry.help();
    int end = (help + " ").startsWith(entry.name() + " ") ? help.indexOf(": ") : -2;
    return end == -1 ? "" : help.substring(end + 2);
  }

  /** A text from a column on; its further lines begin behind the names. */
  private static void wrap(StringBuilder out, int from, String text) {
    int column = from;
    boolean first = true;
    for (String word : text.split(" ", -1)) {
      if (!first && column + 1 + word.length() > WIDTH) {
        out.append('\n').append(" ".repeat(NAMES));
        column = NAMES;
        first = true;
      }
      out.append(first ? "" : " ").append(word);
      column += word.length() + (first ? 0 : 1);
      first = false;
    }
    out.append('\n');
  }
}
