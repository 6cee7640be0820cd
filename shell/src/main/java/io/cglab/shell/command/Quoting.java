package io.cglab.shell.command;

/** Words as one would type them. */
public final class Quoting {
  private Quoting() {}

  /** The word in single quotes. */
  static String quote(String word) {
    return "'" + word.replace("'", "'\"'\"'") + "'";
  }

  /** The word in double quotes. */
  static String doubleQuote(String word) {
    return '"' + word.replaceAll("([\\\\$`\"])", "\\\\$1") + '"';
  }

  /** The word with backslashes where it needs them, as bash's {@code printf %q} has it. */
  static String escape(String word) {
    if (word.isEmpty()) {
      return "''";
    }
    if (word.chars().anyMatch(c -> c < ' ' || c == 127)) {
      StringBuilder out = new StringBuilder("$'");
      for (char c : word.toCharArray()) {
        int known = "\n\t\r\033\007\b\f\013\\'".indexOf(c);
        if (known >= 0) {
          out.append('\\').append("ntrEabfv\\'".charAt(known));
        } else if (c < ' ' || c == 127) {
          out.append(String.format(java.util.Locale.ROOT, "\\%03o", (int) c));
        } else {
          out.append(c);
        }
      }
      return out.append('\'').toString();
    }
    String escaped = word.replaceAll("([^A-Za-z0-9_@%+=:./#~\\x80-\\xff-])", "\\\\$1");
    return escaped.startsWith("#") || escaped.startsWith("~") ? "\\" + escaped : escaped;
  }

  /** The word, in quotes where it needs them. */
  public static String quoteIfNeeded(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./\\[\\]!-]+") ? word : quote(word);
  }
}
