package io.cglab.shell.prompt;

import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.SyntaxException;

/** Whether a text wants more lines. */
public final class Unfinished {
  private Unfinished() {}

  /**
   * True where a quote, a compound command or a here-document is open, or a backslash joins the
   * last line with the next.
   *
   * @param text lines, without the end of the last one
   */
  public static boolean is(String text) {
    if (Draft.of(text).continued()) {
      return true;
    }
    try {
      Parser.parse(text + "\n");
      return false;
    } catch (SyntaxException e) {
      return e.isIncomplete();
    }
  }
}
