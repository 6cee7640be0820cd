package io.cglab.shell.process;

/** A signal ended a process; unwinds its strand up to where the process began. */
public final class KilledException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ShellProcess victim;

  KilledException(ShellProcess victim) {
    super("killed", null, false, false);
    this.victim = victim;
  }

  /** Who ends. */
  public ShellProcess victim() {
    return victim;
  }
}
