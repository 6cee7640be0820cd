package io.cglab.shell.prompt;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.shell.command.Commands;
import io.cglab.shell.command.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/** The prompt on a terminal: reads lines and has them run, until the end. */
public final class TerminalPrompt implements AutoCloseable {
  private static final double NS_PER_SECOND = 1e9;
  private static final int COLORS = 8;

  /** What terminals send that do not follow JLine into their application mode. */
  private static final Map<String, String> CURSOR_KEYS =
      Map.of(
          "\033[A", LineReader.UP_LINE_OR_HISTORY,
          "\033[B", LineReader.DOWN_LINE_OR_HISTORY,
          "\033[C", LineReader.FORWARD_CHAR,
          "\033[D", LineReader.BACKWARD_CHAR,
          "\033[H", LineReader.BEGINNING_OF_LINE,
          "\033[F", LineReader.END_OF_LINE);

  /** JLine reports a history that it cannot keep; that is no news for whoever sits there. */
  private static final Logger JLINE = Logger.getLogger("org.jline");

  private final Terminal terminal;
  private final Map<String, String> environment;
  private final History history = new DefaultHistory();
  private final TerminalInput input;
  private volatile boolean interrupted;

  private TerminalPrompt(Terminal terminal, InputStream in, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
    this.input = new TerminalInput(in, terminal.reader());
  }

  /**
   * Takes the terminal that the program runs on.
   *
   * @param in the program's standard input, which is the terminal's
   * @param environment variables of the user's own shell: {@code HOME}, {@code NO_COLOR}, ...
   */
  public static TerminalPrompt open(InputStream in, Map<String, String> environment)
      throws IOException {
    JLINE.setLevel(Level.OFF);
    Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
    return new TerminalPrompt(terminal, in, environment);
  }

  /**
   * Runs a text. Meanwhile the terminal delivers Ctrl-D as a character that ends a line, since
   * JLine takes the end of input that it stands for as a lack of input.
   */
  private void run(LineRunner runner, String text) throws IOException {
    Attributes usual = terminal.getAttributes();
    Attributes attributes = new Attributes(usual);
    attributes.setControlChar(Attributes.ControlChar.VEOF, 0);
    attributes.setControlChar(Attributes.ControlChar.VEOL, TerminalInput.END_OF_INPUT);
    terminal.setAttributes(attributes);
    interrupted = false;
    input.begin();
    try {
      runner.line(Context.utf8(text) + "\n");
    } finally {
      terminal.setAttributes(usual);
      if (interrupted) {
        terminal.writer().println(); // the terminal shows ^C, but not as a line
      }
    }
  }

  private LineReader reader(Scene scene) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .history(history)
            .parser(new ShellParser(new Completion(scene)))
            .completer((line, parsed, candidates) -> addCandidates(parsed, candidates))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "> ");
    if (isColored()) {
      builder.highlighter(new Highlighting(name -> runs(scene, name)));
    } else {
      builder.option(LineReader.Option.DISABLE_HIGHLIGHTER, true);
    }
    Path file = HistoryFile.find(environment);
    if (file != null) {
      builder.variable(LineReader.HISTORY_FILE, file);
    }
    LineReader reader = builder.build();
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    if (keys != null) {
      CURSOR_KEYS.forEach((sequence, widget) -> keys.bind(new Reference(widget), sequence));
    }
    return reader;
  }

  private boolean isColored() {
    Integer colors = terminal.getNumericCapability(Capability.max_colors);
    return colors != null && colors >= COLORS && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  private static void addCandidates(ParsedLine parsed, List<Candidate> candidates) {
    if (parsed instanceof ShellParser.Typed typed) {
      int order = 0;
      for (Choice choice : typed.choices().choices()) {
        candidates.add(
            new Candidate(
                choice.value(),
                choice.shown(),
                null,
                choice.about().isEmpty() ? null : choice.about(),
                null,
                null,
                choice.complete(),
                order++));
      }
    }
  }

  private static boolean runs(Scene scene, String command) {
    return Commands.find(command) != null
        || scene.functions().get().contains(command)
        || command.contains("/")
        || command.contains("$");
  }

  /** What commands read from the terminal. */
  public InputStream input() {
    return input;
  }

  /** The lines that can be recalled, the oldest first; those of earlier sessions among them. */
  public List<String> history() {
    List<String> lines = new ArrayList<>();
    history.forEach(entry -> lines.add(entry.line()));
    return lines;
  }

  /** Shows which machine it is, and what to type. */
  public void greet(CgroupFs machine) {
    terminal.writer().println(Banner.of(machine));
  }

  /** Reads and runs lines until the runner ends or the user leaves. */
  public void run(Scene scene, LineRunner runner) throws IOException {
    LineReader reader = reader(scene);
    terminal.handle(
        Terminal.Signal.INT,
        signal -> {
          interrupted = true;
          runner.interrupt();
          input.interrupt(); // last: who reads its end finds the interrupt
        });
    while (!runner.hasEnded()) {
      String text = ask(reader, prompt(scene));
      if (text == null) {
        terminal.writer().println("exit");
        break;
      }
      if (!text.isBlank()) {
        run(runner, text);
      }
    }
    terminal.flush();
  }

  private static String prompt(Scene scene) {
    double seconds = scene.machine().get().machine().nowNs() / NS_PER_SECOND;
    String branch = scene.branch().get();
    return String.format(
        Locale.ROOT, "[%s%.3f s] $ ", branch.isEmpty() ? "" : branch + " ", seconds);
  }

  /** A complete text; empty if the user thought better of it, null at the end. */
  private static @Nullable String ask(LineReader reader, String prompt) {
    try {
      return reader.readLine(prompt);
    } catch (UserInterruptException cleared) {
      return "";
    } catch (EndOfFileException end) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
