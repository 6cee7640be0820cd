package io.cglab.shell;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.lesson.Classroom;
import io.cglab.shell.lesson.Lesson;
import io.cglab.shell.lesson.Lessons;
import io.cglab.shell.lesson.Progress;
import io.cglab.shell.lesson.UnknownLessonException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cglab lesson [NAME]}: lists the lessons, or opens the prompt in one. */
@Command(
    name = "lesson",
    description = "Lists the lessons, or begins one: a broken situation, a task, and a check.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:the last check passed, or the lessons were listed",
      "1:the last check did not pass, or none was made",
      "2:no such lesson, or its files are malformed"
    })
final class LessonCommand implements Callable<Integer> {
  private final Console console;
  private final Map<String, String> environment;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "number, name, or the beginning of a name")
  private @Nullable String name;

  @Option(names = "--file", paramLabel = "DIR", description = "a lesson of your own")
  private @Nullable Path directory;

  @Option(names = "-c", paramLabel = "LINES", description = "run these lines in the lesson")
  private @Nullable String text;

  @Option(names = "--hints", description = "say after a refused command why it was refused")
  private boolean hints;

  /**
   * The verb.
   *
   * @param environment the program's environment variables, which say where progress is kept
   */
  LessonCommand(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, UsageException {
    Progress progress = Progress.of(environment);
    Lesson lesson = lesson();
    if (lesson == null) {
      if (text != null) {
        throw new UsageException("-c runs lines in a lesson: say which, by its number or name");
      }
      console.out().write(progress.list().getBytes(StandardCharsets.UTF_8));
      console.out().flush();
      return 0;
    }
    Console lines =
        text == null
            ? console
            : new Console(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                console.out(),
                console.err(),
                false);
    try (Prompt prompt = Prompt.on(lines, environment)) {
      LessonSession session = new LessonSession(prompt, Classroom.switching(progress), hints);
      return session.run(lesson, lines.terminal()) ? 0 : 1;
    }
  }

  private @Nullable Lesson lesson() throws UsageException, IOException {
    if (directory != null && name != null) {
      throw new UsageException("either the name of a lesson or --file, not both");
    }
    try {
      return directory != null ? Lessons.read(directory) : name != null ? Lessons.find(name) : null;
    } catch (UnknownLessonException | MalformedFileException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
