package io.cglab.shell.session;

import io.cglab.shell.lang.Ast;
import io.cglab.shell.lang.Chunk;
import io.cglab.shell.lang.SyntaxException;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.Strands;
import java.nio.file.Path;
import java.util.Collection;

/** What a session asks of the shell on one of its machines. */
public interface SessionShell extends AutoCloseable {
  /** Runs the commands of a line at a prompt and returns the last one's status. */
  int line(Ast.Sequence body);

  /** Runs lines of a script and returns the last command's status. */
  int chunk(Chunk chunk);

  /** Reports a syntax error; returns its status. */
  int complain(SyntaxException e);

  /** Runs the trap on EXIT, if there is one; returns the status that the shell ends with. */
  int finish();

  /** True once exit was called. */
  boolean hasEnded();

  /** The status of the last command. */
  int lastStatus();

  /** Stops what runs, from any thread. */
  void interrupt();

  /** Where and when runs end. */
  Strands strands();

  /** What watches its machine. */
  Instruments instruments();

  /** The working directory. */
  Path cwd();

  /** The names of its functions. */
  Collection<String> functions();

  @Override
  void close();
}
