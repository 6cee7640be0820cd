package io.cglab.shell.check;

/** There is no such machine; the message says what was expected. */
final class UnknownMachineException extends Exception {
  private static final long serialVersionUID = 1;

  UnknownMachineException(String message) {
    super(message);
  }
}
