package io.cglab.shell.lang;

/** An arithmetic expression that has no value. */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1;

  ExpressionException(String message) {
    super(message, null, false, false);
  }
}
