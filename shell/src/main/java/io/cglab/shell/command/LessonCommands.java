package io.cglab.shell.command;

import io.cglab.core.api.KernelException;
import io.cglab.shell.lesson.Classroom;
import io.cglab.shell.lesson.Lesson;
import io.cglab.shell.lesson.LessonRun;
import io.cglab.shell.lesson.Lessons;
import io.cglab.shell.lesson.UnknownLessonException;
import io.cglab.shell.process.Descriptors;
import io.cglab.shell.process.MemoryFile;
import io.cglab.shell.process.ShellProcess;
import io.cglab.shell.process.SpecialFile;
import java.io.IOException;
import java.util.List;

/** What a learner types: {@code lesson}, {@code check}, {@code hint}, {@code solution}. */
final class LessonCommands {
  private static final String NONE = "no lesson is at hand; lesson lists them";

  private LessonCommands() {}

  static int lesson(Context c, List<String> args) {
    List<String> operands = Options.Spec.of("").parse(args).operands();
    Classroom room = classroom(c);
    if (operands.isEmpty()) {
      c.write(Context.utf8(room.progress().list()));
      return 0;
    } else if (operands.size() > 1) {
      throw new CommandException(2, "usage: lesson [NAME | NUMBER | show | reset]");
    }
    String word = operands.get(0);
    if (word.equals("show")) {
      c.write(Context.utf8(run(c).lesson().introduction()));
      return 0;
    }
    Lesson lesson;
    try {
      lesson = word.equals("reset") ? run(c).lesson() : Lessons.find(word);
    } catch (UnknownLessonException e) {
      throw new CommandException(2, String.valueOf(e.getMessage()));
    }
    if (!room.canSwitch()) {
      throw new CommandException(
          1, "a lesson has a machine of its own; start it with: cglab lesson " + lesson.name());
    }
    room.want(lesson);
    return 0;
  }

  /**
   * Runs the lesson's check as a process in the root cgroup, wherever the shell is. Its workloads
   * take virtual time.
   */
  static int check(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("v").parse(args);
    LessonRun run = run(c);
    MemoryFile out = new MemoryFile();
    MemoryFile err = new MemoryFile();
    ShellProcess process;
    try {
      process = c.processes().forkFromInit("check");
    } catch (KernelException e) {
      return c.error("fork: " + e.errno().text());
    }
    Descriptors files = new Descriptors();
    files.set(0, SpecialFile.NULL.open());
    files.set(1, out);
    files.set(2, err);
    Variables variables = new Variables();
    variables.set("PATH", "/sbin:/bin:/usr/sbin:/usr/bin");
    variables.export("PATH");
    ShellState state =
        new ShellState(
            "check.sh", process, variables, c.kernel().fileSystem().getPath("/root"), files);
    int status = c.processes().run(process, () -> c.runner().program(state, run.lesson().check()));
    if (options.has('v')) {
      err.text().lines().forEach(c::complain);
    }
    LessonRun.Outcome outcome = run.checked(status, out.text());
    c.write(outcome.passed() ? Context.utf8(outcome.said()) : outcome.said());
    return outcome.passed() ? 0 : 1;
  }

  static int hint(Context c, List<String> args) {
    c.write(Context.utf8(run(c).nextHint() + "\n"));
    return 0;
  }

  static int solution(Context c, List<String> args) {
    c.write(Context.utf8(run(c).lesson().solution()));
    return 0;
  }

  private static Classroom classroom(Context c) {
    return c.kernel().instruments().classroom();
  }

  private static LessonRun run(Context c) {
    LessonRun run = c.kernel().instruments().lesson();
    if (run == null) {
      throw new CommandException(1, NONE);
    }
    return run;
  }
}
