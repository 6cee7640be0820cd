package io.cglab.shell;

import io.cglab.shell.prompt.LineRunner;
import io.cglab.shell.prompt.Scene;
import io.cglab.shell.prompt.TerminalPrompt;
import io.cglab.shell.prompt.Unfinished;
import io.cglab.shell.session.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines of sessions come from: one line after the other, typed at the terminal or out of
 * the standard input.
 */
final class Prompt implements AutoCloseable {
  private final Console console;
  private final @Nullable TerminalPrompt terminal;

  private Prompt(Console console, @Nullable TerminalPrompt terminal) {
    this.console = console;
    this.terminal = terminal;
  }

  /** A prompt on the program's own streams. */
  static Prompt on(Console host, Map<String, String> environment) throws IOException {
    TerminalPrompt terminal = host.terminal() ? TerminalPrompt.open(host.in(), environment) : null;
    var in = terminal == null ? new LineInput(host.in()) : terminal.input();
    return new Prompt(new Console(in, host.out(), host.err(), host.terminal()), terminal);
  }

  /** The streams for what a session runs, which reads behind the lines of the prompt. */
  Console console() {
    return console;
  }

  /** The lines that were typed, the oldest first. */
  List<String> history() {
    return terminal == null ? List.of() : terminal.history();
  }

  /** On a terminal, shows which machine it is, and what to type. */
  void greet(Session session) {
    if (terminal != null) {
      terminal.greet(session.machine());
    }
  }

  /**
   * Reads and runs lines until exit or the end of the input; returns the last status.
   *
   * @param leaves asked before each line whether it is the end, too
   */
  int run(Session session, BooleanSupplier leaves) throws IOException {
    LineRunner runner = runner(session, leaves);
    if (terminal != null) {
      terminal.run(
          new Scene(session::machine, session::cwd, session::functions, session::branchName),
          runner);
    } else {
      read(runner);
    }
    return session.finish();
  }

  private static LineRunner runner(Session session, BooleanSupplier leaves) {
    return new LineRunner() {
      @Override
      public int line(String text) throws IOException {
        return session.line(text);
      }

      @Override
      public void interrupt() {
        session.interrupt();
      }

      @Override
      public boolean hasEnded() {
        return session.hasEnded() || leaves.getAsBoolean();
      }
    };
  }

  private void read(LineRunner runner) throws IOException {
    var in = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.ISO_8859_1));
    StringBuilder pending = new StringBuilder();
    while (!runner.hasEnded()) {
      String line = in.readLine();
      if (line == null) {
        if (pending.length() > 0) {
          runner.line(pending.toString());
        }
        return;
      }
      pending.append(line);
      boolean unfinished = Unfinished.is(pending.toString());
      pending.append('\n');
      if (!unfinished) {
        runner.line(pending.toString());
        pending.setLength(0);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (terminal != null) {
      terminal.close();
    }
  }
}
