package io.cglab.core.api;

import org.jspecify.annotations.Nullable;

/**
 * A system call was refused. Carries the one errno that reaches the user unchanged, and a hint of
 * ours that says why. Used on the control plane only; on the path of a bio "no" is a value. Has no
 * stack trace: it is an answer, not a bug.
 */
public final class KernelException extends Exception {
  private static final long serialVersionUID = 1;

  private final Errno errno;
  private final @Nullable String hint;

  /** A refusal whose errno says all there is to say. */
  public KernelException(Errno errno) {
    this(errno, null);
  }

  /** A refusal with one sentence on why, and what to do instead. */
  public KernelException(Errno errno, @Nullable String hint) {
    super(errno.name() + ": " + errno.text(), null, false, false);
    this.errno = errno;
    this.hint = hint;
  }

  public Errno errno() {
    return errno;
  }

  /** Why, in one sentence; null where nothing helps beyond the errno. */
  public @Nullable String hint() {
    return hint;
  }
}
