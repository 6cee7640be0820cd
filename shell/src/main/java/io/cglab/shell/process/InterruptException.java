package io.cglab.shell.process;

/** The user pressed Ctrl-C: the line that runs ends, the machine stays. */
public final class InterruptException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InterruptException() {
    super("interrupted", null, false, false);
  }
}
