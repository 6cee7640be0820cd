package io.cglab.shell.check;

/** A command line is none of the commands of a transcript; the message says what was expected. */
final class CommandSyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  CommandSyntaxException(String expected) {
    super(expected);
  }
}
