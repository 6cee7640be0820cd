package io.cglab.shell.prompt;

import java.io.IOException;

/** What runs the lines that are typed. */
public interface LineRunner {
  /** Runs a complete text of one or more lines; returns its status. */
  int line(String text) throws IOException;

  /** Stops what runs, from any thread. */
  void interrupt();

  /** True once there is nothing left to run lines. */
  boolean hasEnded();
}
