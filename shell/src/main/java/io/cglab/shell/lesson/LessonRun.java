package io.cglab.shell.lesson;

/**
 * A lesson on one machine: the hints that were given, and what a check says of it. A machine on
 * which the same commands run again gets a run of its own and comes to the same.
 */
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
  private final Classroom room;
  private int hintsGiven;

  LessonRun(Lesson lesson, Classroom room) {
    this.lesson = lesson;
    this.room = room;
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
    room.checked(lesson, status == 0);
    if (status == 0) {
      return new Outcome(true, lesson.farewell());
    }
    String said = printed.endsWith("\n") || printed.isEmpty() ? printed : printed + "\n";
    return new Outcome(false, said.isBlank() ? NOT_YET : "Not yet: " + said);
  }
}
