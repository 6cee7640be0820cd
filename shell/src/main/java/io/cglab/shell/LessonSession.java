package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.api.KernelException;
import io.cglab.shell.lesson.Classroom;
import io.cglab.shell.lesson.Lesson;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.session.Session;
import io.cglab.shell.session.Setting;
import io.cglab.shell.session.Setting.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A learner at work: one session a lesson, each on the lesson's machine. */
final class LessonSession {
  /** A lesson whose situation cannot be made. */
  private static final class SetupException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SetupException(String message) {
      super(message);
    }
  }

  private final Prompt prompt;
  private final Classroom room;
  private final boolean hints;

  LessonSession(Prompt prompt, Classroom room, boolean hints) {
    this.prompt = prompt;
    this.room = room;
    this.hints = hints || prompt.console().terminal();
  }

  /**
   * Begins a lesson, and goes on with others as the learner asks for them, until exit or the end of
   * the input.
   *
   * @param introduces whether the first one is shown; later ones are in any case
   * @return true if the last check passed
   */
  boolean run(Lesson first, boolean introduces) throws IOException, UsageException {
    Lesson lesson = first;
    boolean shows = introduces;
    while (lesson != null) {
      lesson = begin(lesson, shows);
      shows = true;
    }
    return room.hasPassed();
  }

  /** Returns the lesson to go on with; null at the end. */
  private @Nullable Lesson begin(Lesson lesson, boolean introduces)
      throws IOException, UsageException {
    Console lines = prompt.console();
    try (Session session =
        Session.begin(
            setting(lesson),
            (machine, setting, in, out, err) ->
                start(lesson, room, machine, setting, in, out, err).withHistory(prompt::history),
            lines.in(),
            lines.out(),
            lines.err(),
            lines.terminal())) {
      if (introduces) {
        lines.out().write(lesson.introduction().getBytes(StandardCharsets.UTF_8));
        lines.out().flush();
      }
      prompt.run(session, room::isLeaving);
      return room.takeWanted();
    } catch (SetupException broken) {
      throw new UsageException(String.valueOf(broken.getMessage()));
    }
  }

  private Setting setting(Lesson lesson) {
    List<Option> options = new ArrayList<>(List.of(Option.INTERACTIVE));
    if (hints) {
      options.add(Option.HINTS);
    }
    return new Setting(
        lesson.spec().name(),
        lesson.machineYaml(),
        null,
        null,
        "cglab",
        List.of(),
        List.copyOf(options));
  }

  /**
   * Starts a shell on a fresh machine, on which the lesson's situation is made first; nothing of
   * that stays in the shell.
   */
  static Shell start(
      Lesson lesson,
      Classroom room,
      CgroupFs machine,
      Setting setting,
      Descriptor in,
      Descriptor out,
      Descriptor err) {
    try {
      int init = machine.machine().tasks().init().pid();
      Instruments instruments = Instruments.attached(machine).in(room, room.begin(lesson));
      Shell shell = new Shell(instruments, init, setting.name(), in, out, err);
      int status = shell.line("(\n" + lesson.setup() + "\n)\n");
      if (status != 0) {
        throw new SetupException(lesson.name() + ": setup.sh: ended with status " + status);
      }
      return shell
          .interactive(setting.options().contains(Option.INTERACTIVE))
          .withHints(setting.options().contains(Option.HINTS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (KernelException refused) {
      throw new IllegalStateException("a fresh machine has room for a shell", refused);
    }
  }
}
