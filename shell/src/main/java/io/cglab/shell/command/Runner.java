package io.cglab.shell.command;

import java.io.IOException;
import java.util.List;

/** What commands that run other commands ask of the interpreter. */
public interface Runner {
  /**
   * Runs a command by name, not as a function.
   *
   * @param inPlace true where it takes over the present process, as after exec
   */
  int call(ShellState state, List<String> words, boolean inPlace) throws IOException;

  /** Parses and runs text in the shell itself; {@code name} is for syntax errors. */
  int evaluate(ShellState state, String name, String text) throws IOException;

  /** Runs text as a program in the present process: exit and traps end with it. */
  int program(ShellState state, String text) throws IOException;
}
