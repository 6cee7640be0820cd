package io.cglab.shell.lang;

/** A script that does not follow the grammar. Nothing of it has run. */
public final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;
  private final boolean incomplete;

  SyntaxException(int line, String message, boolean incomplete) {
    super(message, null, false, false);
    this.line = line;
    this.incomplete = incomplete;
  }

  /** Line of the offending token, from 1. */
  public int line() {
    return line;
  }

  /** True where the text ended too early, so that more lines could complete it. */
  public boolean isIncomplete() {
    return incomplete;
  }
}
