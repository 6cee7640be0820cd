package io.cglab.shell;

import io.cglab.shell.command.Context;
import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.SyntaxException;
import io.cglab.shell.session.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The interactive shell: line by line on one machine, with the virtual time in the prompt. */
final class Prompt {
  private static final double NS_PER_SECOND = 1e9;

  private final Console console;
  private final Session session;
  private final BooleanSupplier leaves;

  Prompt(Console console, Session session) {
    this(console, session, () -> false);
  }

  /**
   * A prompt that also ends after a line behind which {@code leaves} says so.
   *
   * @param leaves asked after each line
   */
  Prompt(Console console, Session session, BooleanSupplier leaves) {
    this.console = console;
    this.session = session;
    this.leaves = leaves;
  }

  /** Reads and runs lines until exit or the end of the input; returns the last status. */
  int run() throws IOException {
    if (!console.terminal()) {
      var in = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.ISO_8859_1));
      return loop(more -> in.readLine());
    }
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      terminal.handle(Terminal.Signal.INT, signal -> session.interrupt());
      LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
      return loop(more -> ask(reader, more));
    }
  }

  /** Where lines come from; null at the end. */
  private interface Source {
    @Nullable String next(boolean more) throws IOException;
  }

  private @Nullable String ask(LineReader reader, boolean more) {
    try {
      return Context.utf8(reader.readLine(more ? "> " : prompt()));
    } catch (UserInterruptException cleared) {
      return "";
    } catch (EndOfFileException end) {
      return null;
    }
  }

  private String prompt() {
    double seconds = session.nowNs() / NS_PER_SECOND;
    String branch = session.branchName().isEmpty() ? "" : session.branchName() + " ";
    return String.format(Locale.ROOT, "[%s%.3f s] $ ", branch, seconds);
  }

  private int loop(Source source) throws IOException {
    StringBuilder pending = new StringBuilder();
    while (!session.hasEnded() && !leaves.getAsBoolean()) {
      String line = source.next(pending.length() > 0);
      if (line == null) {
        if (pending.length() > 0) {
          session.line(pending.toString());
        }
        break;
      }
      pending.append(line).append('\n');
      if (!isUnfinished(pending.toString())) {
        session.line(pending.toString());
        pending.setLength(0);
      }
    }
    return session.finish();
  }

  private static boolean isUnfinished(String text) {
    try {
      Parser.parse(text);
      return false;
    } catch (SyntaxException e) {
      return e.isIncomplete();
    }
  }
}
