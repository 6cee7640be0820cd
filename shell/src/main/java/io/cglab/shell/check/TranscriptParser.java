package io.cglab.shell.check;

import io.cglab.core.api.Errno;
import io.cglab.shell.check.Transcript.Exchange;
import io.cglab.shell.session.Rehearsal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the form of a transcript. Every command is read too, so that a malformed line is found
 * before anything runs.
 */
final class TranscriptParser {
  static final String MACHINE = "# machine ";
  private static final String SESSION = "# session";
  private static final String MORE = "> ";
  private static final String PROMPT = "$ ";
  private static final Pattern EXIT_LINE = Pattern.compile("\\? exit [0-9]{1,3}");

  private final String name;
  private final List<String> lines;

  /** Names spawned so far, with a number that stands for the PID to come. */
  private final Map<String, Integer> spawned = new LinkedHashMap<>();

  private TranscriptParser(String name, List<String> lines) {
    this.name = name;
    this.lines = lines;
  }

  /**
   * Reads a transcript.
   *
   * @param name the file's name for messages
   * @param text its content, a character a byte
   */
  static Transcript parse(String name, String text) throws MalformedTranscriptException {
    return new TranscriptParser(name, lines(text)).parse();
  }

  /** The lines of {@code text}, which end at {@code \n} only; the last one may lack it. */
  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  private Transcript parse() throws MalformedTranscriptException {
    int at = 0;
    while (at < lines.size() && !lines.get(at).startsWith(PROMPT)) {
      String line = lines.get(at++);
      if (!line.isEmpty() && !line.startsWith("#")) {
        throw malformed(at, "expected a comment (# ...) or the first command ($ ...)");
      }
    }
    if (at == lines.size()) {
      throw malformed(at + 1, "expected a command ($ ...)");
    }
    List<String> header = List.copyOf(lines.subList(0, at));
    boolean session = header.contains(SESSION);
    List<Exchange> exchanges = new ArrayList<>();
    while (at < lines.size()) {
      int end = at + 1;
      while (end < lines.size() && !lines.get(end).startsWith(PROMPT)) {
        end++;
      }
      exchanges.add(session ? typed(at, end) : exchange(at, end));
      at = end;
    }
    return new Transcript(name, machine(header), session, header, List.copyOf(exchanges));
  }

  private @Nullable String machine(List<String> header) throws MalformedTranscriptException {
    if (header.isEmpty() || !header.get(0).startsWith(MACHINE)) {
      return null;
    }
    String machine = header.get(0).substring(MACHINE.length()).strip();
    if (machine.isEmpty() || machine.contains(" ")) {
      throw malformed(1, "expected # machine NAME");
    }
    return machine;
  }

  /** What was typed into a shell; it goes on as long as a prompt would ask for more. */
  private Exchange typed(int from, int to) throws MalformedTranscriptException {
    StringBuilder text = new StringBuilder(lines.get(from).substring(PROMPT.length()));
    int at = from + 1;
    while (at < to && lines.get(at).startsWith(MORE) && Rehearsal.isUnfinished(text.toString())) {
      text.append('\n').append(lines.get(at++).substring(MORE.length()));
    }
    if (Rehearsal.isUnfinished(text.toString())) {
      throw malformed(from + 1, "expected the rest of the command (> ...)");
    }
    return new Exchange(from + 1, text.toString(), List.copyOf(lines.subList(at, to)));
  }

  private Exchange exchange(int from, int to) throws MalformedTranscriptException {
    String text = lines.get(from).substring(PROMPT.length());
    Command command = command(from + 1, text);
    for (int i = from + 1; i < to; i++) {
      checkAnswer(command, i, from + 1, to);
    }
    return new Exchange(from + 1, text, List.copyOf(lines.subList(from + 1, to)));
  }

  private Command command(int lineNumber, String text) throws MalformedTranscriptException {
    Command command;
    try {
      command = CommandParser.parse(CommandParser.expand(text, spawned));
    } catch (CommandSyntaxException e) {
      throw new MalformedTranscriptException(name, lineNumber, String.valueOf(e.getMessage()));
    }
    if (command instanceof Command.Spawn spawn) {
      spawned.put(spawn.name(), 1);
    }
    if (command instanceof Command.Reap reap && !spawned.containsKey(reap.name())) {
      throw malformed(lineNumber, "expected a name that was spawned above, not " + reap.name());
    }
    return command;
  }

  private void checkAnswer(Command command, int at, int from, int to)
      throws MalformedTranscriptException {
    String line = lines.get(at);
    boolean shell = command instanceof Command.Sh || command instanceof Command.ExecShell;
    if (shell && (to - from > 1 || EXIT_LINE.matcher(line).matches())) {
      return; // what a shell command prints is its own affair
    }
    if (line.startsWith("? ")) {
      if (Errno.named(line.substring(2)) == null) {
        throw malformed(at + 1, "expected ? and the name of an errno, such as ? EINVAL");
      }
      if (to - from > 1) {
        throw malformed(at + 1, "expected no other output of a command that failed");
      }
    } else if (command.isTimed() && line.startsWith("~") && Times.parse(line) == null) {
      throw malformed(at + 1, "expected ~ or ~ SECONDS s");
    }
  }

  private MalformedTranscriptException malformed(int lineNumber, String expected) {
    return new MalformedTranscriptException(name, lineNumber, expected);
  }
}
