package io.cglab.shell.command;

import java.io.IOException;
import java.util.List;

/** What a command does. */
@FunctionalInterface
public interface Command {
  /**
   * Runs the command with its arguments, without its name; returns the exit status.
   *
   * @throws IOException where writing to stdout fails, or what the command itself does not report
   */
  int run(Context c, List<String> args) throws IOException;
}
