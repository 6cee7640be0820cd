package io.cglab.shell.lesson;

import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.cgroupfs.machine.YamlCursor;
import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.SyntaxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a lesson's directory: lesson.yaml, setup.sh, solution.sh, check.sh, machine.yaml. */
final class LessonReader {
  /** The files of a directory. */
  interface Directory {
    /** The text of a file, or null where there is none of this name. */
    @Nullable String text(String file) throws IOException;
  }

  private static final String FILE = "lesson.yaml";
  private static final String MACHINE_FILE = "machine.yaml";
  private static final Set<String> REQUIRED =
      Set.of("title", "situation", "task", "hints", "learned");
  private static final Set<String> OPTIONAL = Set.of("machine", "references");

  private final String where;
  private final Directory directory;
  private final String prelude;

  /**
   * A reader.
   *
   * @param where the directory, as messages name it
   * @param prelude functions that every check.sh can use
   */
  LessonReader(String where, Directory directory, String prelude) {
    this.where = where;
    this.directory = directory;
    this.prelude = prelude;
  }

  /**
   * Reads the lesson.
   *
   * @throws MalformedFileException naming the file and what is wrong with it, or missing
   */
  Lesson read(int number, String name) throws IOException, MalformedFileException {
    Map<String, YamlCursor> keys =
        YamlCursor.parse(path(FILE), required(FILE)).map(REQUIRED, OPTIONAL);
    return new Lesson(
        number,
        name,
        text(keys, "title"),
        machine(keys.get("machine")),
        directory.text(MACHINE_FILE),
        text(keys, "situation"),
        text(keys, "task"),
        texts(keys.get("hints")),
        text(keys, "learned"),
        texts(keys.get("references")),
        script("setup.sh"),
        script("solution.sh"),
        prelude + script("check.sh"));
  }

  private String path(String file) {
    return where + "/" + file;
  }

  private String required(String file) throws IOException, MalformedFileException {
    String text = directory.text(file);
    if (text == null) {
      throw new MalformedFileException(path(file) + ": expected this file, which is missing");
    }
    return text;
  }

  private MachineSpec machine(@Nullable YamlCursor named)
      throws IOException, MalformedFileException {
    String own = directory.text(MACHINE_FILE);
    if (own != null) {
      if (named != null) {
        throw named.expected("no such key beside a " + MACHINE_FILE);
      }
      return MachineSpec.parse(own, path(MACHINE_FILE));
    }
    if (named == null) {
      return MachineSpec.named("default");
    }
    if (!MachineSpec.BUILT_IN.contains(named.text())) {
      throw named.expected("one of " + String.join(", ", MachineSpec.BUILT_IN));
    }
    return MachineSpec.named(named.text());
  }

  private static String text(Map<String, YamlCursor> keys, String key)
      throws MalformedFileException {
    YamlCursor at = keys.get(key);
    assert at != null : "checked by map(): " + key;
    return at.text();
  }

  private static List<String> texts(@Nullable YamlCursor at) throws MalformedFileException {
    List<String> texts = new ArrayList<>();
    if (at != null) {
      for (YamlCursor entry : at.list()) {
        texts.add(entry.text());
      }
    }
    return texts;
  }

  /** A script, which must be one that can be parsed. */
  private String script(String file) throws IOException, MalformedFileException {
    String text = required(file);
    try {
      Parser.parse(text);
    } catch (SyntaxException e) {
      throw new MalformedFileException(path(file) + ":" + e.line() + ": " + e.getMessage());
    }
    return text;
  }
}
