package io.cglab.shell.session;

import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.SyntaxException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A session that nobody watches: it is given what somebody types at a prompt, and gives what would
 * be seen there. Standard input is empty. Recordings are made so, and checked so.
 */
public final class Rehearsal implements AutoCloseable {
  private static final String NO_NEWLINE = "\\c";

  private final Session session;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  /** Begins on a fresh machine. */
  public Rehearsal(Setting setting, Session.Starter starter) {
    session =
        Session.begin(
            setting.calling("cglab", List.of(), List.of(Setting.Option.INTERACTIVE)),
            starter,
            InputStream.nullInputStream(),
            seen,
            seen,
            false);
    session.instruments().setReplayed(true); // it is not the user who asks for files
  }

  /**
   * Runs what is typed, and returns what is seen: the lines of both outputs; {@code \c} behind a
   * last one without an end; a backslash before a line that begins with {@code $} and a blank;
   * {@code ? exit N} at the end where the status is not 0.
   *
   * @param last true where nothing follows: the trap on EXIT runs
   */
  public List<String> type(String text, boolean last) throws IOException {
    seen.reset();
    int status = session.hasEnded() ? 0 : session.line(text);
    if (last) {
      session.finish();
    }
    String output = seen.toString(StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>();
    for (String line : output.split("\n", -1)) {
      lines.add(line.startsWith("$ ") ? "\\" + line : line); // a bare one would be a command
    }
    String rest = lines.remove(lines.size() - 1);
    if (!rest.isEmpty()) {
      lines.add(rest + NO_NEWLINE);
    }
    if (status != 0) {
      lines.add("? exit " + status);
    }
    return List.copyOf(lines);
  }

  /** True while a prompt would ask for another line of {@code text}. */
  public static boolean isUnfinished(String text) {
    int backslashes = 0;
    while (backslashes < text.length() && text.charAt(text.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    try {
      Parser.parse(text);
      return backslashes % 2 == 1;
    } catch (SyntaxException e) {
      return e.isIncomplete();
    }
  }

  @Override
  public void close() throws IOException {
    session.close();
  }
}
