package io.cglab.shell.process;

/** The shell closes: unwinds a strand that would have waited on. */
final class StrandEndedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StrandEndedException() {
    super("the shell is closed", null, false, false);
  }
}
