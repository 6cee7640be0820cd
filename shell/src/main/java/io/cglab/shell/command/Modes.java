package io.cglab.shell.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** File modes: octal, or symbolic as {@code u+rw,go-x}. */
final class Modes {
  private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)([-+=])([rwxXst]*)");

  private Modes() {}

  /** The mode that {@code text} makes of {@code mode}. */
  static int change(String text, int mode, boolean directory) {
    if (text.matches("[0-7]{1,4}")) {
      return Integer.parseInt(text, 8);
    }
    int result = mode;
    for (String clause : text.split(",", -1)) {
      Matcher matcher = CLAUSE.matcher(clause);
      if (!matcher.matches()) {
        throw new CommandException(1, "invalid mode: '" + text + "'");
      }
      result = apply(matcher, result, directory);
    }
    return result;
  }

  private static int apply(Matcher clause, int mode, boolean directory) {
    String who =
        clause.group(1).isEmpty() || clause.group(1).contains("a") ? "ugo" : clause.group(1);
    int bits = 0;
    int mask = 0;
    for (char c : who.toCharArray()) {
      int shift = c == 'u' ? 6 : c == 'g' ? 3 : 0;
      mask |= 7 << shift;
      bits |= triple(clause.group(3), mode, directory) << shift;
    }
    if (clause.group(3).contains("t")) {
      bits |= 01000;
    }
    if (clause.group(3).contains("s")) {
      bits |= (who.contains("u") ? 04000 : 0) | (who.contains("g") ? 02000 : 0);
    }
    return switch (clause.group(2)) {
      case "+" -> mode | bits;
      case "-" -> mode & ~bits;
      default -> mode & ~mask | bits;
    };
  }

  private static int triple(String letters, int mode, boolean directory) {
    boolean execute =
        letters.contains("x") || letters.contains("X") && (directory || (mode & 0111) != 0);
    return (letters.contains("r") ? 4 : 0) | (letters.contains("w") ? 2 : 0) | (execute ? 1 : 0);
  }
}
