package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.shell.lesson.Lesson;
import io.cglab.shell.lesson.Lessons;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cglab lesson} from its arguments to its exit status, and what a learner types in it. */
class LessonCommandTest {
  private static final String MEND = "echo '8:0 rbps=1048576' > /sys/fs/cgroup/web/io.max";

  private final Path home;

  LessonCommandTest(@TempDir Path home) {
    this.home = home;
  }

  /** What a run gave. */
  private record Outcome(int status, String out, String err) {}

  private Outcome run(String input, String... args) {
    return run(Map.of("HOME", home.toString()), input, args);
  }

  private static Outcome run(Map<String, String> environment, String input, String... args) {
    String[] words = Stream.concat(Stream.of("lesson"), Stream.of(args)).toArray(String[]::new);
    return cglab(environment, input, words);
  }

  private static Outcome cglab(Map<String, String> environment, String input, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    int status = Main.run(new Console(in, out, err, false), environment, args);
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Path progress() {
    return home.resolve(".local/state/cglab/lessons");
  }

  @Test
  void withoutANameItListsThemWithTheProgress() throws Exception {
    Outcome fresh = run("");
    assertThat(fresh.status()).isZero();
    assertThat(fresh.out())
        .contains("[ ]  2  partition", "[ ] 15  latency-target", "0 of 15 done")
        .hasLineCount(16);
    assertThat(progress()).doesNotExist();

    run("", "busy", "-c", "true");
    run("", "partition", "-c", MEND + "; check");
    assertThat(Files.readString(progress())).isEqualTo("started busy\ndone partition\n");
    assertThat(run("").out()).contains("[x]  2  partition", "[.]  6  busy", "1 of 15 done");

    run("", "partition", "-c", "true");
    assertThat(run("").out()).as("done stays done").contains("[x]  2  partition");
  }

  @Test
  void theStateDirectoryOfTheUserIsWhereProgressIs(@TempDir Path state) {
    run(Map.of("XDG_STATE_HOME", state.toString()), "", "1", "-c", "true");
    assertThat(state.resolve("cglab/lessons")).hasContent("started buffered-writes");
  }

  @Test
  void progressThatCannotBeKeptDoesNoHarm() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "");
    Map<String, String> environment = Map.of("XDG_STATE_HOME", file.toString());
    assertThat(run(environment, "", "2", "-c", MEND + "\ncheck"))
        .matches(outcome -> outcome.status() == 0 && outcome.err().isEmpty());
    assertThat(run(Map.of(), "", "2", "-c", "lesson").out()).contains("[.]  2  partition");
    Files.createDirectories(progress().getParent());
    Files.write(progress(), new byte[] {'d', 'o', 'n', 'e', ' ', (byte) 0xff, '\n'});
    assertThat(run("").status()).isZero();
    Files.writeString(progress(), "done partition\nnonsense\n\nstarted no-such-lesson\n");
    assertThat(run("").out()).contains("1 of 15 done");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          check | 1
          true | 1
          echo "8:0 rbps=1048576" > /sys/fs/cgroup/web/io.max; check | 0
          echo "8:0 rbps=1048576" > /sys/fs/cgroup/web/io.max | 1
          check; echo "8:0 rbps=1048576" > /sys/fs/cgroup/web/io.max; check; false | 0
          echo "8:0 rbps=1048576" > /sys/fs/cgroup/web/io.max; check; echo "8:0 rbps=max" > /sys/fs/cgroup/web/io.max; check | 1
          exit 0 | 1
          echo "8:0 rbps=1048576" > /sys/fs/cgroup/web/io.max; check; exit 5 | 0
          """)
  void theStatusIsThatOfTheLastCheck(String lines, int status) {
    assertThat(run("", "partition", "-c", lines).status()).isEqualTo(status);
    assertThat(run(lines + "\n", "2").status()).as("from the standard input").isEqualTo(status);
  }

  @Test
  void hintsComeOneByOneAndTheLastStays() {
    Outcome outcome = run("", "partition", "-c", "hint; hint; hint; hint; solution");
    assertThat(outcome.out())
        .containsSubsequence(
            "Hint 1 of 3: ", "Hint 2 of 3: ", "Hint 3 of 3: ", "Hint 3 of 3: ", "(the last")
        .endsWith("echo \"8:0 rbps=1048576\" > /sys/fs/cgroup/web/io.max\n");
  }

  @Test
  void aLearnerGoesOnWithAnotherLessonOrBeginsAnew() {
    String lines =
        "rmdir /sys/fs/cgroup/web\nlesson reset\n[ -d /sys/fs/cgroup/web ] && echo again\n"
            + "lesson busy\nif true\nthen lesson show\nfi\n[ -d /sys/fs/cgroup/web ] || echo gone\n";
    Outcome outcome = run(lines, "partition");
    assertThat(outcome.out())
        .containsSubsequence(
            "Lesson 2: ", "again\n", "Lesson 6: ", "Type check", "Lesson 6: ", "gone\n");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isEqualTo(1);
  }

  @Test
  void theOrdinaryPromptGoesOnWithALesson() {
    String lines = "mkdir /sys/fs/cgroup/mine\nlesson\nlesson partition\n";
    Outcome begun = cglab(Map.of(), lines + "ls -d /sys/fs/cgroup/*/\ncheck\n");
    assertThat(begun.out())
        .containsSubsequence("0 of 15 done", "Lesson 2: ", "/sys/fs/cgroup/web/\n", "Not yet: ")
        .doesNotContain("mine");
    assertThat(begun.status()).isEqualTo(1);
    assertThat(cglab(Map.of(), lines + MEND + "\ncheck\n").status()).isZero();
    assertThat(cglab(Map.of(), "lesson nonsense\nexit 4\n").status()).isEqualTo(4);
  }

  @Test
  void timeCanBeTurnedBackAndMachinesForkedInALesson() {
    String lines =
        "hint\n"
            + MEND
            + "\ncheck\nundo 2\ncat /sys/fs/cgroup/web/io.max\nhint\nfork x\non x \"hint\"\nhint\n";
    Outcome outcome = run(lines, "partition");
    assertThat(outcome.out())
        .containsSubsequence("Hint 1", "Mended.", "before: ", "Hint 2", "Hint 3", "Hint 3")
        .doesNotContain("rbps=1048576 wbps");
    assertThat(outcome.status()).as("the check was taken back").isEqualTo(1);
    assertThat(outcome.err()).isEmpty();
    assertThat(run(MEND + "\ncheck\necho x\nundo\n", "partition").status()).isZero();
  }

  @Test
  void refusedWritesAreExplainedWithHints() {
    String lines = "echo '8:1 rbps=5' > /sys/fs/cgroup/web/io.max";
    assertThat(run("", "2", "-c", lines).err()).doesNotContain("hint: ");
    assertThat(run("", "2", "--hints", "-c", lines).err())
        .contains("hint: 8:1 is the partition sda1");
  }

  @Test
  void wrongUsageIsStatusTwo() {
    assertThat(run("", "nonsense"))
        .isEqualTo(
            new Outcome(
                2, "", "cglab: nonsense: no such lesson; 1 to 15 are there, lesson lists them\n"));
    assertThat(run("", "16").status()).isEqualTo(2);
    assertThat(run("", "weight").err())
        .contains("weight: could be weight-without-effect or weight-scales");
    assertThat(run("", "weight-s", "-c", "true").status()).isEqualTo(1);
    assertThat(run("", "-c", "true").status()).isEqualTo(2);
    assertThat(run("", "--file", home.toString(), "partition").status()).isEqualTo(2);
    assertThat(run("", "--file", home.toString()).err())
        .contains("lesson.yaml: expected this file, which is missing");
  }

  @Test
  void outsideOfALessonTheCommandsSayWhatToDo() {
    assertThat(Scripts.run("check").err())
        .isEqualTo("test: line 1: check: no lesson is at hand; lesson lists them\n");
    assertThat(Scripts.run("hint; solution; lesson reset").status()).isEqualTo(1);
    assertThat(Scripts.run("lesson").out()).contains("partition").hasLineCount(16);
    assertThat(Scripts.run("lesson 2").err())
        .isEqualTo(
            "test: line 1: lesson: a lesson has a machine of its own;"
                + " start it with: cglab lesson partition\n");
    assertThat(Scripts.run("lesson nonsense").status()).isEqualTo(2);
    assertThat(Scripts.run("lesson 1 2").status()).isEqualTo(2);
  }

  @Test
  void theCheckIsARootsWhereverTheLearnersShellIs() {
    String lines =
        MEND + "\necho $$ > /sys/fs/cgroup/web/cgroup.procs\nPATH=; fail() { :; }; cd /tmp\ncheck";
    assertThat(run("", "partition", "-c", lines).status()).isZero();
  }

  // ---- a teacher's own lesson

  private Path own() throws Exception {
    Path directory = Files.createDirectory(home.resolve("own"));
    Files.writeString(
        directory.resolve("lesson.yaml"),
        "title: Two\nsituation: Nothing is there.\ntask: make a cgroup.\nhints: [mkdir]\n"
            + "learned: mkdir makes cgroups. \u2014 Gut!\n");
    Files.writeString(directory.resolve("setup.sh"), "x=1; echo 10 > /root/ten\n");
    Files.writeString(directory.resolve("solution.sh"), "mkdir /sys/fs/cgroup/a\n");
    Files.writeString(
        directory.resolve("check.sh"),
        "[ -d /sys/fs/cgroup/a ] || fail 'no cgroup a'\nneed 5 20 $(cat /root/ten) ten\n");
    return directory;
  }

  @Test
  void aDirectoryIsALesson() throws Exception {
    Path directory = own();
    Outcome outcome =
        run(
            "lesson show\ncheck\necho ${x-none}\nmkdir /sys/fs/cgroup/a\ncheck",
            "--file",
            directory.toString());
    assertThat(outcome.out())
        .containsSubsequence(
            "Lesson: Two\n",
            "Task: make a cgroup.",
            "Not yet: no cgroup a\n",
            "none\n",
            "Mended.\nmkdir makes cgroups. \u2014 Gut!\n");
    assertThat(outcome.status()).isZero();
    assertThat(progress()).as("only built-in lessons are kept").doesNotExist();
    String spoilt = "echo 30 > /root/ten; mkdir /sys/fs/cgroup/a; check";
    assertThat(run("", "--file", directory.toString(), "-c", spoilt).out())
        .isEqualTo("Not yet: ten: 30 is too much, it should be 5 to 20\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lesson.yaml | title: [ | lesson.yaml:2: expected YAML
          lesson.yaml | title: Two | lesson.yaml:1: expected the key hints, which is missing
          lesson.yaml | {title: a, situation: b, task: c, hints: [], learned: d} | hints: expected a list with at least one entry
          lesson.yaml | {title: a, situation: b, task: c, hints: [h], learned: d, machine: mars} | machine: expected one of default, v1
          lesson.yaml | {title: a, situation: b, task: c, hints: [h], learned: d, color: x} | color: expected no such key
          machine.yaml | speed: 1 | machine.yaml:1: speed: expected no such key
          check.sh | if true | check.sh:
          setup.sh | exit 3 | setup.sh: ended with status 3
          """)
  void whatIsWrongWithItIsNamed(String file, String text, String says) throws Exception {
    Path directory = own();
    Files.writeString(directory.resolve(file), text + "\n");
    Outcome outcome = run("", "--file", directory.toString(), "-c", "true");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains(says);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit 1",
        "fail",
        "false",
        "nosuchcommand",
        "kill -9 $$",
        "return 3",
        "set -e; false",
        "cat < /no/such/file; exit 1",
        "cat; exit 7",
        "( sleep 100 ) & wait; exit 1"
      })
  void aCheckThatFailsInAnyWayDoesNotPass(String text) throws Exception {
    Path directory = own();
    Files.writeString(directory.resolve("check.sh"), "fail() { exit 1; }\n" + text + "\n");
    Outcome outcome = run("", "--file", directory.toString(), "-c", "check; echo goes on");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).startsWith("Not yet.\n").endsWith("goes on\n");
  }

  @Test
  void aTeacherSeesWhatACheckComplainsAbout() throws Exception {
    Path directory = own();
    Files.writeString(directory.resolve("check.sh"), "nosuchcommand\n");
    String own = directory.toString();
    assertThat(run("", "--file", own, "-c", "check").err()).isEmpty();
    assertThat(run("", "--file", own, "-c", "check -v").err())
        .contains("nosuchcommand: command not found");
  }

  @Test
  void everyLessonHasHintsAndTexts() {
    for (Lesson lesson : Lessons.all()) {
      assertThat(lesson.hints()).as(lesson.name()).hasSizeGreaterThan(1);
      assertThat(lesson.references()).as(lesson.name()).isNotEmpty();
      assertThat((lesson.introduction() + lesson.farewell()).lines())
          .as(lesson.name())
          .allMatch(line -> line.length() <= 100);
    }
  }
}
