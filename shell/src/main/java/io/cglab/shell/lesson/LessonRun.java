package io.cglab.shell.lesson;

import org.jspecify.annotations.Nullable;

/** A lesson that somebody works on: the hints that were given, and what the last check said. */
public final class LessonRun {
  /**
   * What a check found.
   *
   * @param passed true if the situation is mended
   * @param said what is still wrong, or the lesson's last words; ends in a newline
   */
  public record Outcome(boolean passed, String said) {}

  private static final String NOT_YET = "Not yet.\n";

  private final Lesson lesson;
  private final Progress progress;
  private int hintsGiven;
  private @Nullable Outcome last;

  LessonRun(Lesson lesson, Progress progress) {
    this.lesson = lesson;
    this.progress = progress;
  }

  public Lesson lesson() {
    return lesson;
  }

  /** The next hint with its number; after the last one that again. */
  public String nextHint() {
    int all = lesson.hints().size();
    int number = Math.min(hintsGiven + 1, all);
    hintsGiven = number;
    String more = number < all ? "" : " (the last; solution shows one way)";
    return "Hint " + number + " of " + all + ": " + lesson.hints().get(number - 1).strip() + more;
  }

  /**
   * Notes how the lesson's check ended.
   *
   * @param status its exit status
   * @param printed what it printed on stdout
   */
  public Outcome checked(int status, String printed) {
    Outcome outcome;
    if (status == 0) {
      progress.done(lesson);
      outcome = new Outcome(true, lesson.farewell());
    } else {
      String said = printed.endsWith("\n") || printed.isEmpty() ? printed : printed + "\n";
      outcome = new Outcome(false, said.isBlank() ? NOT_YET : "Not yet: " + said);
    }
    last = outcome;
    return outcome;
  }

  /** The outcome of the last check; null before the first. */
  public @Nullable Outcome last() {
    return last;
  }
}
