package io.cglab.shell.process;

/** Nothing can run and no event is pending: what is waited for will never happen. */
public final class DeadlockException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DeadlockException() {
    super("deadlock: nothing can run and no event is pending", null, false, false);
  }
}
