package io.cglab.cgroupfs.kernfs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Told of each finished system call that changes files, on the thread that made it, while it holds
 * the file system's lock: in the order of the calls, and at their virtual time. It must neither
 * change files nor wait.
 */
@FunctionalInterface
public interface OperationListener {
  /** Hears nothing, and costs nothing. */
  OperationListener NONE = (caller, operation, refusal) -> {};

  /**
   * A call is over.
   *
   * @param caller who made it
   * @param refusal what it was refused with, which {@link NioErrors#errnoOf} and {@link
   *     NioErrors#hintOf} read; null if it was done
   */
  void finished(Caller caller, FileOperation operation, @Nullable IOException refusal);
}
