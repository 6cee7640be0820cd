package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.shell.lesson.Classroom;
import io.cglab.shell.lesson.Lesson;
import io.cglab.shell.lesson.LessonRun;
import io.cglab.shell.lesson.Progress;
import io.cglab.shell.process.MemoryFile;
import io.cglab.shell.session.Setting;
import java.util.List;

/** A lesson on its machine, set up, with a learner's shell. */
final class LessonBench implements AutoCloseable {
  private final CgroupFs machine;
  private final Shell shell;
  private final Classroom room = Classroom.switching(Progress.forgotten());
  private final MemoryFile out = new MemoryFile();
  private final MemoryFile err = new MemoryFile();

  LessonBench(Lesson lesson) {
    Setting setting =
        new Setting(
            lesson.spec().name(),
            lesson.machineYaml(),
            null,
            null,
            "cglab",
            List.of(),
            List.of(Setting.Option.INTERACTIVE));
    machine = setting.boot();
    shell = LessonSession.start(lesson, room, machine, setting, new MemoryFile(), out, err);
  }

  int line(String text) {
    return shell.line(text);
  }

  /** Runs a script as the learner would, in a shell of its own. */
  int script(String text) {
    return line("(\n" + text + "\n)\n");
  }

  LessonRun.Outcome check() {
    int before = out.text().length();
    int status = line("check");
    if (room.hasPassed() != (status == 0)) {
      throw new AssertionError("check ended with " + status + ", passed: " + room.hasPassed());
    }
    return new LessonRun.Outcome(status == 0, out.text().substring(before));
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
