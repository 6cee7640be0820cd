package io.cglab.shell.lesson;

import org.jspecify.annotations.Nullable;

/**
 * What a learner's session knows whichever machine it is on: the progress, how the last check
 * ended, and which lesson it is to go on with. A shell cannot change its machine: the command
 * {@code lesson} leaves a wish here, and whoever runs the shell line by line takes it after the
 * line.
 */
public final class Classroom {
  private final Progress progress;
  private final boolean switches;
  private boolean passed;
  private @Nullable Lesson wanted;

  private Classroom(Progress progress, boolean switches) {
    this.progress = progress;
    this.switches = switches;
  }

  /** A classroom whose owner looks at {@link #takeWanted} after each line. */
  public static Classroom switching(Progress progress) {
    return new Classroom(progress, true);
  }

  /** One where lessons cannot be begun, and no progress is kept. */
  public static Classroom none() {
    return new Classroom(Progress.forgotten(), false);
  }

  public Progress progress() {
    return progress;
  }

  /** Begins a lesson on a machine that was booted for it. */
  public LessonRun begin(Lesson lesson) {
    progress.started(lesson);
    passed = false;
    return new LessonRun(lesson, this);
  }

  void checked(Lesson lesson, boolean hasPassed) {
    passed = hasPassed;
    if (hasPassed) {
      progress.done(lesson);
    }
  }

  /** True if a check was made since the lesson began, and the last one passed. */
  public boolean hasPassed() {
    return passed;
  }

  /** True where another lesson can be asked for. */
  public boolean canSwitch() {
    return switches;
  }

  /** Asks for a lesson, or for the present one from the start. */
  public void want(Lesson lesson) {
    wanted = lesson;
  }

  /** True while a lesson that was asked for has not begun. */
  public boolean isLeaving() {
    return wanted != null;
  }

  /** The lesson that was asked for, once; null if none was. */
  public @Nullable Lesson takeWanted() {
    Lesson taken = wanted;
    wanted = null;
    return taken;
  }
}
