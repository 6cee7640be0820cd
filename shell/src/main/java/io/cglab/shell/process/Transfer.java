package io.cglab.shell.process;

/** Direct I/O under way. */
public interface Transfer {
  boolean isDone();

  /** Requests that have completed. */
  long completedIos();

  /** Bytes that have completed. */
  long completedBytes();

  /** Starts no further request; what is in flight completes. */
  void stop();
}
