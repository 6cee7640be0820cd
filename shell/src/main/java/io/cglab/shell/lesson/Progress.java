package io.cglab.shell.lesson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the user has come, in a file of lines {@code started NAME} and {@code done NAME}. Where
 * it can be neither read nor written, progress lasts as long as the program.
 */
public final class Progress {
  /** Where the user is with a lesson. */
  public enum Mark {
    NEW,
    STARTED,
    DONE
  }

  private final Map<String, Mark> marks = new TreeMap<>();
  private final @Nullable Path file;

  private Progress(@Nullable Path file) {
    this.file = file;
  }

  /** Progress that no file keeps. */
  public static Progress forgotten() {
    return new Progress(null);
  }

  /** The progress that a file keeps; the file need not exist. */
  public static Progress in(Path file) {
    Progress progress = new Progress(file);
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        String[] words = line.split(" ", 2);
        if (words.length == 2 && words[0].equals("done")) {
          progress.marks.put(words[1], Mark.DONE);
        } else if (words.length == 2 && words[0].equals("started")) {
          progress.marks.putIfAbsent(words[1], Mark.STARTED);
        }
      }
    } catch (IOException unreadable) {
      return progress;
    }
    return progress;
  }

  /**
   * The user's: {@code cglab/lessons} below XDG_STATE_HOME, or else below {@code .local/state} in
   * HOME.
   *
   * @param environment the program's environment variables
   */
  public static Progress of(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    try {
      // A relative path is to be ignored, by the XDG base directory specification.
      if (state.startsWith("/")) {
        return in(Path.of(state, "cglab", "lessons"));
      }
      return home.isEmpty() ? forgotten() : in(Path.of(home, ".local/state/cglab/lessons"));
    } catch (InvalidPathException odd) {
      return forgotten();
    }
  }

  public Mark of(Lesson lesson) {
    return marks.getOrDefault(lesson.name(), Mark.NEW);
  }

  /** The built-in lessons, a line each: its mark, number, name and title. */
  public String list() {
    StringBuilder text = new StringBuilder();
    int done = 0;
    for (Lesson lesson : Lessons.all()) {
      Mark mark = of(lesson);
      done += mark == Mark.DONE ? 1 : 0;
      String box = mark == Mark.DONE ? "[x]" : mark == Mark.STARTED ? "[.]" : "[ ]";
      text.append(
          String.format(
              java.util.Locale.ROOT,
              "%s %2d  %-22s %s%n",
              box,
              lesson.number(),
              lesson.name(),
              lesson.title()));
    }
    return text.append(done)
        .append(" of ")
        .append(Lessons.all().size())
        .append(" done ([x]), [.] is begun. lesson NAME or lesson NUMBER starts one.\n")
        .toString();
  }

  /** Notes that a lesson was begun. */
  void started(Lesson lesson) {
    note(lesson, Mark.STARTED);
  }

  /** Notes that its check has passed. */
  void done(Lesson lesson) {
    note(lesson, Mark.DONE);
  }

  private void note(Lesson lesson, Mark mark) {
    if (lesson.number() == 0 || of(lesson).compareTo(mark) >= 0) {
      return;
    }
    marks.put(lesson.name(), mark);
    if (file != null) {
      StringBuilder text = new StringBuilder();
      marks.forEach(
          (name, is) ->
              text.append(is == Mark.DONE ? "done " : "started ").append(name).append('\n'));
      try {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
          Files.createDirectories(directory);
        }
        Files.writeString(file, text);
      } catch (IOException unwritable) {
        return; // only the marks of the next time are lost
      }
    }
  }
}
