package io.cglab.shell.lang;

/** Finds the end of {@code ((...))}. */
final class Parentheses {
  private Parentheses() {}

  /**
   * The length of the text up to the closing pair, from behind the opening one; -1 where the
   * parentheses do not match in pairs: then these are two subshells. -2 where the text ends first.
   */
  static int end(Cursor ahead) {
    int start = ahead.offset();
    int depth = 0;
    while (!ahead.atEnd()) {
      char c = ahead.take();
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      } else if (c == ')') {
        return ahead.peek() == ')' ? ahead.offset() - 1 - start : -1;
      }
    }
    return -2;
  }
}
