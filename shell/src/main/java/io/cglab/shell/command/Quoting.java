package io.cglab.shell.command;

/** Words as one would type them. */
public final class Quoting {
  private Quoting() {}

  /** The word in single quotes. */
  static String quote(String word) {
    return "'" + word.replace("'", "'\"'\"'") + "'";
  }

  /** The word, in quotes where it needs them. */
  public static String quoteIfNeeded(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./\\[\\]!-]+") ? word : quote(word);
  }
}
