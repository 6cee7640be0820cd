package io.cglab.shell.lesson;

import org.jspecify.annotations.Nullable;

/**
 * What one session of a learner knows, whichever machine it is on: the lesson at hand, the progress,
 * and which lesson it is to go on with. A shell cannot change its machine: the command {@code
 * lesson} leaves a wish here, and whoever runs the shell line by line takes it after the line.
 */
public final class Classroom {
  private final Progress progress;
  private final boolean switches;
  private @Nullable LessonRun run;
  private @Nullable Lesson wanted;

  private Classroom(Progress progress, boolean switches) {
    this.progress = progress;
    this.switches = switches;
  }

  /** A classroom whose owner looks at {@link #takeWanted} after each line. */
  public static Classroom switching(Progress progress) {
    return new Classroom(progress, true);
  }

  /** No lesson, and nobody who would begin one. */
  public static Classroom none() {
    return new Classroom(Progress.forgotten(), false);
  }

  public Progress progress() {
    return progress;
  }

  /** The lesson at hand; null where there is none. */
  public @Nullable LessonRun run() {
    return run;
  }

  /** Begins a lesson, whose machine is booted and set up, from the start. */
  public LessonRun begin(Lesson lesson) {
    LessonRun begun = new LessonRun(lesson, progress);
    progress.started(lesson);
    run = begun;
    return begun;
  }

  /** True where another lesson can be asked for. */
  public boolean canSwitch() {
    return switches;
  }

  /** Asks for a lesson, or for the present one from the start. */
  public void want(Lesson lesson) {
    wanted = lesson;
  }

  /** The lesson that was asked for, once; null if none was. */
  public @Nullable Lesson takeWanted() {
    Lesson taken = wanted;
    wanted = null;
    return taken;
  }
}
