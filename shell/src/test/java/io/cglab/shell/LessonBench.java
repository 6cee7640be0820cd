package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.api.KernelException;
import io.cglab.shell.lesson.Classroom;
import io.cglab.shell.lesson.Lesson;
import io.cglab.shell.lesson.LessonRun;
import io.cglab.shell.lesson.Progress;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.MemoryFile;
import java.io.IOException;
import java.util.List;

/** A lesson on its machine, set up, with a learner's shell. */
final class LessonBench implements AutoCloseable {
  private final CgroupFs machine;
  private final Shell shell;
  private final Classroom room = Classroom.switching(Progress.forgotten());
  private final MemoryFile out = new MemoryFile();
  private final MemoryFile err = new MemoryFile();

  LessonBench(Lesson lesson) {
    try {
      machine = CgroupFs.boot(lesson.spec());
      int init = machine.machine().tasks().init().pid();
      shell =
          new Shell(
              Instruments.attached(machine).in(room), init, "cglab", new MemoryFile(), out, err);
      shell.interactive(true).withHints(true);
      LessonSession.setUp(shell, lesson);
      room.begin(lesson);
    } catch (IOException | KernelException | UsageException e) {
      throw new AssertionError(e);
    }
  }

  int line(String text) {
    return shell.line(text);
  }

  /** Runs a script as the learner would, in a shell of its own. */
  int script(String text) {
    return line("(\n" + text + "\n)\n");
  }

  LessonRun.Outcome check() {
    int status = line("check");
    LessonRun run = room.run();
    LessonRun.Outcome outcome = run == null ? null : run.last();
    if (outcome == null || outcome.passed() != (status == 0)) {
      throw new AssertionError("check ended with " + status + " after " + outcome);
    }
    return outcome;
  }

  Classroom room() {
    return room;
  }

  String out() {
    return out.text();
  }

  String err() {
    return err.text();
  }

  /** The numbers of all processes. */
  List<Integer> pids() {
    return machine.machine().tasks().all().stream().map(task -> task.process().pid()).toList();
  }

  @Override
  public void close() {
    shell.close();
    machine.close();
  }
}
