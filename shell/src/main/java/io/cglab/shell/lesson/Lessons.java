package io.cglab.shell.lesson;

import io.cglab.cgroupfs.machine.MalformedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The built-in lessons, in the order of the file {@code lessons.txt} beside their directories. */
public final class Lessons {
  private static final List<Lesson> ALL = readAll();

  private Lessons() {}

  /** All of them. */
  public static List<Lesson> all() {
    return ALL;
  }

  /**
   * The lesson that a learner names by its number, its name, or the beginning of the name of just
   * one.
   *
   * @throws UnknownLessonException if there is none, or several
   */
  public static Lesson find(String text) throws UnknownLessonException {
    List<Lesson> begin = new ArrayList<>();
    for (Lesson lesson : ALL) {
      if (lesson.name().equals(text) || Integer.toString(lesson.number()).equals(text)) {
        return lesson;
      } else if (!text.isEmpty() && lesson.name().startsWith(text)) {
        begin.add(lesson);
      }
    }
    if (begin.size() == 1) {
      return begin.get(0);
    }
    throw new UnknownLessonException(
        begin.isEmpty()
            ? text + ": no such lesson; 1 to " + ALL.size() + " are there, lesson lists them"
            : text
                + ": could be "
                + String.join(" or ", begin.stream().map(Lesson::name).toList()));
  }

  /**
   * Reads a teacher's own lesson.
   *
   * @throws MalformedFileException if a file is missing or malformed
   */
  public static Lesson read(Path directory) throws IOException, MalformedFileException {
    Path name = directory.toAbsolutePath().normalize().getFileName();
    return new LessonReader(
            directory.toString(),
            file -> {
              try {
                return Files.readString(directory.resolve(file));
              } catch (NoSuchFileException missing) {
                return null;
              }
            },
            required("prelude.sh"))
        .read(0, name == null ? "own" : name.toString());
  }

  private static List<Lesson> readAll() {
    List<Lesson> lessons = new ArrayList<>();
    try {
      String prelude = required("prelude.sh");
      for (String name : required("lessons.txt").lines().toList()) {
        lessons.add(
            new LessonReader(name, file -> resource(name + "/" + file), prelude)
                .read(lessons.size() + 1, name));
      }
    } catch (IOException | MalformedFileException e) {
      throw new AssertionError(e);
    }
    return List.copyOf(lessons);
  }

  private static String required(String file) throws IOException {
    String text = resource(file);
    assert text != null : "in the jar: " + file;
    return text;
  }

  private static @Nullable String resource(String file) throws IOException {
    try (InputStream in = Lessons.class.getResourceAsStream(file)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
