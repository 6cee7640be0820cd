package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.shell.lesson.Lesson;
import io.cglab.shell.lesson.LessonRun;
import io.cglab.shell.lesson.Lessons;
import io.cglab.shell.lesson.UnknownLessonException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every lesson: broken at first, mended by its solution and by no other's. */
class LessonsTest {
  static Stream<String> names() {
    return Lessons.all().stream().map(Lesson::name);
  }

  private static Lesson lesson(String name) {
    try {
      return Lessons.find(name);
    } catch (UnknownLessonException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void thereAreFifteen() {
    assertThat(Lessons.all()).hasSize(15).extracting(Lesson::number).startsWith(1, 2, 3);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSituationIsBrokenAndTheSolutionMendsIt(String name) {
    try (LessonBench bench = new LessonBench(lesson(name))) {
      List<Integer> before = bench.pids();
      assertThat(bench.out() + bench.err()).as("what setup.sh prints").isEmpty();

      LessonRun.Outcome broken = bench.check();
      assertThat(broken.passed()).isFalse();
      assertThat(broken.said()).startsWith("Not yet: ").endsWith("\n").hasLineCount(1);
      assertThat(bench.pids()).as("processes after a check").isEqualTo(before);

      assertThat(bench.script(lesson(name).solution())).as(bench.err()).isZero();
      LessonRun.Outcome mended = bench.check();
      assertThat(mended.passed()).as(mended.said()).isTrue();
      assertThat(bench.check().passed()).as("a second check").isTrue();
      assertThat(bench.pids()).as("processes at the end").isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void noOtherSolutionMendsIt(String name) {
    for (Lesson other : Lessons.all()) {
      if (!other.name().equals(name)) {
        try (LessonBench bench = new LessonBench(lesson(name))) {
          bench.script(other.solution());
          LessonRun.Outcome outcome = bench.check();
          assertThat(outcome.passed()).as("with the solution of " + other.name()).isFalse();
          assertThat(outcome.said()).as(other.name()).startsWith("Not yet: ");
        }
      }
    }
  }
}
