package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.api.KernelException;
import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.SyntaxException;
import io.cglab.shell.lesson.Classroom;
import io.cglab.shell.lesson.Lesson;
import io.cglab.shell.lesson.LessonRun;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.HostStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** A learner at work: lines run in a lesson until the input ends, on one machine a lesson. */
final class LessonSession {
  private static final double NS_PER_SECOND = 1e9;

  private final Console console;
  private final Classroom room;
  private final boolean hints;
  private final StringBuilder pending = new StringBuilder();
  private @Nullable Shell shell;
  private String prompt = "";

  LessonSession(Console console, Classroom room, boolean hints) {
    this.console = console;
    this.room = room;
    this.hints = hints || console.terminal();
  }

  /** Where lines come from; null at the end. */
  private interface Source {
    @Nullable String next() throws IOException;
  }

  /**
   * Begins a lesson and runs lines, until exit or the end of the input.
   *
   * @param text the lines, or null for the standard input
   * @return true if the last check passed
   */
  boolean run(Lesson first, @Nullable String text)
      throws IOException, KernelException, UsageException {
    if (text != null) {
      BufferedReader in = new BufferedReader(new StringReader(text));
      lessons(first, in::readLine, false);
    } else if (!console.terminal()) {
      var in = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.ISO_8859_1));
      lessons(first, in::readLine, false);
    } else {
      try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
        terminal.handle(Terminal.Signal.INT, signal -> interrupt());
        LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
        lessons(first, () -> ask(reader), true);
      }
    }
    LessonRun run = room.run();
    LessonRun.Outcome last = run == null ? null : run.last();
    return last != null && last.passed();
  }

  private void interrupt() {
    Shell running = shell;
    if (running != null) {
      running.interrupt();
    }
  }

  private @Nullable String ask(LineReader reader) {
    try {
      return reader.readLine(pending.length() > 0 ? "> " : prompt);
    } catch (UserInterruptException cleared) {
      pending.setLength(0);
      return "";
    } catch (EndOfFileException end) {
      return null;
    }
  }

  /** One lesson after the other, as the learner asks for them. */
  private void lessons(Lesson first, Source source, boolean introduces)
      throws IOException, KernelException, UsageException {
    Lesson lesson = first;
    boolean shows = introduces;
    while (lesson != null) {
      lesson = lesson(lesson, source, shows);
      shows = true;
    }
  }

  /** Boots a lesson's machine and runs lines; returns the lesson to go on with, null at the end. */
  private @Nullable Lesson lesson(Lesson lesson, Source source, boolean introduces)
      throws IOException, KernelException, UsageException {
    try (CgroupFs machine = CgroupFs.boot(lesson.spec());
        Shell inside =
            new Shell(
                Instruments.attached(machine).in(room),
                machine.machine().tasks().init().pid(),
                "cglab",
                HostStream.reading(console.in(), console.terminal()),
                HostStream.writing(console.out(), console.terminal()),
                HostStream.writing(console.err(), console.terminal()))) {
      setUp(inside, lesson);
      room.begin(lesson);
      inside.interactive(true).withHints(hints);
      shell = inside;
      if (introduces) {
        console.out().write(lesson.introduction().getBytes(StandardCharsets.UTF_8));
        console.out().flush();
      }
      while (!inside.hasEnded()) {
        double seconds = machine.machine().nowNs() / NS_PER_SECOND;
        prompt = String.format(Locale.ROOT, "%s [%.3f s] $ ", lesson.name(), seconds);
        String line = source.next();
        if (line == null && pending.length() == 0) {
          return null;
        }
        if (line != null) {
          pending.append(line).append('\n');
        }
        if (line == null || !isUnfinished(pending.toString())) {
          String all = pending.toString();
          pending.setLength(0);
          inside.line(all);
        }
        Lesson wanted = room.takeWanted();
        if (wanted != null) {
          return wanted;
        }
      }
      return null;
    } finally {
      shell = null;
    }
  }

  /** Makes the situation; nothing of the script stays in the shell. */
  static void setUp(Shell shell, Lesson lesson) throws UsageException {
    int status = shell.line("(\n" + lesson.setup() + "\n)\n");
    if (status != 0) {
      throw new UsageException(lesson.name() + ": setup.sh: ended with status " + status);
    }
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
