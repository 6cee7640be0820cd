package io.cglab.shell;

/** The call was wrong; the message is one line that says what to do. Exit status 2. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
