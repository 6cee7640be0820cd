package io.cglab.shell.lang;

/** What may name a variable or a function. */
public final class Names {
  private Names() {}

  /** True for a letter or underscore followed by letters, digits and underscores. */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && isStart(text.charAt(0))
        && text.chars().allMatch(c -> isPart((char) c));
  }

  static boolean isStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }

  static boolean isPart(char c) {
    return isStart(c) || isDigit(c);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
