package io.cglab.shell.container;

/** A daemon refuses; the message is what the client prints behind {@code Error response...}. */
final class DockerException extends Exception {
  private static final long serialVersionUID = 1;

  DockerException(String message) {
    super(message, null, false, false);
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
