package io.cglab.shell.command;

/** Backslash escapes of echo -e and printf. */
final class Escapes {
  /** How octal escapes are written. */
  enum Style {
    /** {@code \0NNN}; {@code \c} ends the output. For echo -e and printf's %b. */
    ECHO,
    /** {@code \NNN}. For printf's format. */
    FORMAT
  }

  /** The text, and whether {@code \c} ended it. */
  record Result(String text, boolean stops) {}

  private Escapes() {}

  static Result expand(String text, Style style) {
    return expand(text, style, true);
  }

  /**
   * As {@link #expand(String, Style)}; without {@code beyondPosix} no {@code \\x} and no {@code
   * \\e}.
   */
  static Result expand(String text, Style style, boolean beyondPosix) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char next = text.charAt(++i);
      int simple = "abfnrtv\\e".indexOf(next);
      if (simple >= 0 && (beyondPosix || next != 'e')) {
        out.append("\007\b\f\n\r\t\013\\\033".charAt(simple));
      } else if (next == 'c' && style == Style.ECHO) {
        return new Result(out.toString(), true);
      } else if (next >= '0' && next <= '7') {
        int start = style == Style.ECHO && next == '0' ? i + 1 : i;
        int end = start;
        int value = 0;
        while (end < text.length() && end < start + 3 && isOctal(text.charAt(end))) {
          value = value * 8 + text.charAt(end++) - '0';
        }
        out.append((char) (value & 0xff));
        i = end - 1;
      } else if (beyondPosix
          && next == 'x'
          && i + 1 < text.length()
          && hex(text.charAt(i + 1)) >= 0) {
        int value = hex(text.charAt(++i));
        if (i + 1 < text.length() && hex(text.charAt(i + 1)) >= 0) {
          value = value * 16 + hex(text.charAt(++i));
        }
        out.append((char) value);
      } else {
        out.append('\\').append(next);
      }
    }
    return new Result(out.toString(), false);
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }

  private static int hex(char c) {
    return Character.digit(c, 16);
  }
}
