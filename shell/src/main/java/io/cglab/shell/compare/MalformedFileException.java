package io.cglab.shell.compare;

/** A file of the user's is not in the form it should have; the message says where and what. */
final class MalformedFileException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedFileException(String message) {
    super(message);
  }
}
