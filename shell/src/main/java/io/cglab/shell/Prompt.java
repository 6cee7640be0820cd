package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.api.KernelException;
import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.SyntaxException;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.HostStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
  private final CgroupFs machine;

  Prompt(Console console, CgroupFs machine) {
    this.console = console;
    this.machine = machine;
  }

  /** Reads and runs lines until exit or the end of the input; returns the last status. */
  int run() throws IOException, KernelException {
    try (Shell shell =
        new Shell(
            Instruments.attached(machine),
            machine.machine().tasks().init().pid(),
            "cglab",
            HostStream.reading(console.in(), console.terminal()),
            HostStream.writing(console.out(), console.terminal()),
            HostStream.writing(console.err(), console.terminal()))) {
      shell.interactive(true).withHints(console.terminal());
      if (!console.terminal()) {
        var in =
            new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.ISO_8859_1));
        return loop(shell, more -> in.readLine());
      }
      try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
        terminal.handle(Terminal.Signal.INT, signal -> shell.interrupt());
        LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
        return loop(shell, more -> ask(reader, more));
      }
    }
  }

  /** Where lines come from; null at the end. */
  private interface Source {
    @Nullable String next(boolean more) throws IOException;
  }

  private @Nullable String ask(LineReader reader, boolean more) {
    try {
      return reader.readLine(more ? "> " : prompt());
    } catch (UserInterruptException cleared) {
      return "";
    } catch (EndOfFileException end) {
      return null;
    }
  }

  private String prompt() {
    double seconds = machine.machine().nowNs() / NS_PER_SECOND;
    return String.format(Locale.ROOT, "[%.3f s] $ ", seconds);
  }

  private static int loop(Shell shell, Source source) throws IOException {
    int status = 0;
    StringBuilder pending = new StringBuilder();
    while (!shell.hasEnded()) {
      String line = source.next(pending.length() > 0);
      if (line == null) {
        if (pending.length() > 0) {
          status = shell.line(pending.toString());
        }
        return status;
      }
      pending.append(line).append('\n');
      if (!isUnfinished(pending.toString())) {
        status = shell.line(pending.toString());
        pending.setLength(0);
      }
    }
    return status;
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
