package io.cglab.shell.process;

import io.cglab.core.api.Errno;
import org.jspecify.annotations.Nullable;

/** Direct I/O under way. */
public interface Transfer {
  boolean isDone();

  /** Requests that have completed. */
  long completedIos();

  /** Bytes that have completed. */
  long completedBytes();

  /** The error that it has ended with; null where all is well. */
  @Nullable Errno error();

  /** Starts no further request; what is in flight completes. */
  void stop();
}
