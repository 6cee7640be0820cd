package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.shell.session.Session;
import io.cglab.shell.session.Setting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time turned back, machines forked, sessions recorded and continued. */
class SessionTest {
  private static final String SETUP =
      """
      echo +io > /sys/fs/cgroup/cgroup.subtree_control
      mkdir /sys/fs/cgroup/a
      echo "8:0 rbps=1048576" > /sys/fs/cgroup/a/io.max
      """;
  private static final String READER =
      "cgexec /sys/fs/cgroup/a -- dd if=/dev/sda of=/dev/null bs=64k count=100 iflag=direct &\n";

  /** All that can be seen of a machine. */
  private static final String DUMP =
      "for f in $(find /sys/fs/cgroup /sys/block /tmp -type f) /proc/diskstats /proc/stat;"
          + " do echo \"$f\"; cat \"$f\" 2>/dev/null; done; ps; jobs; echo \"$? $v $PWD\"; date +%s.%N\n";

  private final Path directory;

  SessionTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private record Outcome(int status, String out, String err) {}

  private static Outcome run(InputStream input, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status = Main.run(new Console(input, out, err, false), args);
    return new Outcome(
        status,
        out.toString(StandardCharsets.ISO_8859_1),
        err.toString(StandardCharsets.ISO_8859_1));
  }

  private static Outcome type(String input, String... args) {
    return run(new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)), args);
  }

  private static Outcome script(String text) {
    return type("", "run", "-c", text);
  }

  // ---- time

  @Test
  void rewindGoesIntoTheMiddleOfACommand() {
    Outcome outcome =
        script(SETUP + READER + "sleep 2\nrewind 500ms\ndate +%s.%N\ncat /sys/fs/cgroup/a/io.stat");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualTo(
            """
            at 1.500000 s again, in the middle of: sleep 2
            1767225601.500000000
            8:0 rbytes=1507328 wbytes=0 rios=23 wios=0 dbytes=0 dios=0
            """);
  }

  @Test
  void aTimeReachedTwiceIsTheSameToTheByte() {
    // Turning back from later shows what is there for who never went on.
    String one = System.getProperty("seed");
    SplittableRandom fresh = new SplittableRandom();
    for (int i = 0; i < (one == null ? 12 : 1); i++) {
      long seed = one == null ? fresh.nextInt(Integer.MAX_VALUE) : Long.parseLong(one);
      goBack(seed);
    }
  }

  private static void goBack(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int steps = 2 + random.nextInt(4);
    int kept = 1 + random.nextInt(steps - 1);
    StringBuilder forth = new StringBuilder(SETUP);
    String look = "";
    for (int i = 0; i < steps; i++) {
      forth
          .append(anything(random))
          .append("sleep 0.")
          .append(1 + random.nextInt(899))
          .append('\n');
      if (i + 1 == kept) {
        look = script(forth + "sleep 0.02\necho ====\n" + DUMP).out();
        forth.append("sleep 0.05\n"); // into the middle of which it goes back
      }
    }
    long back = now(script(forth + DUMP).out()) - now(look);

    String again = script(forth + "rewind " + back + "ns\necho ====\n" + DUMP).out();

    assertThat(again.substring(again.indexOf("====")))
        .as("seed %d, replay with -Dseed=%d", seed, seed)
        .isEqualTo(look.substring(look.indexOf("====")));
  }

  private static String anything(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> READER;
      case 1 -> "v=" + random.nextInt(100) + "; cd /tmp; f() { echo $v; }\n";
      case 2 -> "echo \"8:0 riops=" + (2 + random.nextInt(50)) + "\" > /sys/fs/cgroup/a/io.max\n";
      case 3 -> "mkdir -p /sys/fs/cgroup/b; sleep 0.3 && rmdir /sys/fs/cgroup/b &\n";
      case 4 -> "echo bfq > /sys/block/sda/queue/scheduler\n";
      default -> "dd if=/dev/zero of=/dev/sdb bs=4k count=50 oflag=direct 2>/dev/null; false\n";
    };
  }

  /** The virtual time in the last line of a dump, in ns. */
  private static long now(String dump) {
    String[] lines = dump.split("\n");
    return Long.parseLong(lines[lines.length - 1].replace(".", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rewind 2    | 1 | cglab: rewind: this machine is only 1.000000 s old; rewind at most that
          rewind soon | 2 | cglab: rewind: expected a duration such as 500ms or 2s, not soon
          rewind      | 2 | cglab: rewind: expected rewind DURATION, such as rewind 500ms
          rewind $v   | 2 | cglab: rewind: takes plain words
          undo 7      | 1 | cglab: undo: 1 commands can be taken back
          undo x      | 2 | cglab: undo: expected a number of commands, not x
          switch b    | 1 | cglab: switch: no machine b; there are main
          drop main   | 1 | cglab: drop: commands go to main; switch to another machine first
          fork main   | 1 | cglab: fork: there is a machine main already
          fork a/b    | 2 | cglab: fork: a name is letters, digits, ., _ and -, not a/b
          on main     | 2 | cglab: on: expected on NAME COMMAND
          both        | 2 | cglab: both: expected both COMMAND
          journal > f | 2 | cglab: journal: cannot be redirected
          (rewind 1)  | 1 | cglab: line 2: rewind: only as a command of its own, at a prompt or in a script
          """)
  void refusalsSayWhatToDo(String command, int status, String message) {
    Outcome outcome = script("sleep 1\n" + command);

    assertThat(outcome.err()).isEqualTo(message + "\n");
    assertThat(outcome.status()).isEqualTo(status);
  }

  @Test
  void undoTakesCommandsBack() {
    Outcome outcome =
        script(SETUP + "rmdir /sys/fs/cgroup/a\nv=1\nundo 2\necho $v; ls -d /sys/fs/cgroup/a");

    assertThat(outcome.out())
        .isEqualTo("at 0.000000 s, before: rmdir /sys/fs/cgroup/a\n\n/sys/fs/cgroup/a\n");
  }

  // ---- what if

  @Test
  void aForkGoesItsOwnWay() {
    Outcome outcome =
        script(
            SETUP
                + READER
                + """
                sleep 1
                fork fast
                on fast 'echo "8:0 rbps=2097152" > /sys/fs/cgroup/a/io.max'
                both sleep 2
                both 'cut -d" " -f2 /sys/fs/cgroup/a/io.stat'
                switch fast
                cat /sys/fs/cgroup/a/io.max
                switch main
                drop fast
                branches
                """);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualTo(
            """
            fast is as main is; commands still go to the latter
              main            fast
              ----            ----
            | rbytes=3080192  rbytes=5177344
            8:0 rbps=2097152 wbps=max riops=max wiops=max
            * main                3.000000 s  7 commands
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          on b 'echo $v; echo x'            | 2 x
          on b "echo $v"                    | 2
          on b "echo $v" # a comment        | 2
          on b echo $v "$v"                 | 2 2
          on b cat <<E\\n$v\\nE            | 2
          both cat <<E\\n$v\\nE            | main b -- - 1 2
          on b echo $v > /tmp/f; cat /tmp/f | cat: /tmp/f: No such file or directory
          """)
  void aCommandForABranchIsExpandedThere(String command, String printed) {
    Outcome outcome = script("v=1; fork b; on b v=2\n" + command.replace("\\n", "\n"));

    String all = outcome.out().substring(outcome.out().indexOf("latter") + 6) + outcome.err();
    assertThat(all.replaceAll("[ |\n]+", " ").strip().replace("---- -", "-- -")).isEqualTo(printed);
  }

  @Test
  void aBranchThatHasEndedTakesNothing() {
    Outcome outcome = script("fork b; on b exit 3\non b echo x\nswitch b\necho here");

    assertThat(outcome.err())
        .isEqualTo("cglab: on: b has ended; drop b\ncglab: switch: b has ended; drop b\n");
    assertThat(outcome.out()).endsWith("latter\nhere\n");
  }

  // ---- journals

  @Test
  void aJournalContinuesWithTheSameState() throws IOException {
    Path journal = directory.resolve("journal");
    String typed =
        SETUP
            + READER
            + "v='two\nlines'\nsleep 1.5\nrewind 250ms\nif true; then\n  cd /tmp\nfi\n"
            + "fork b\non b false\nnonsense\nif fi\n";
    Outcome first = type(typed + DUMP, "--journal", journal.toString());
    assertThat(first.err()).contains("nonsense: command not found", "syntax error");

    Outcome again = type(DUMP, "--resume", journal.toString());

    // The dump itself is in the journal, and only what follows it is printed.
    assertThat(again.err()).isEmpty();
    assertThat(again.out()).isEqualTo(first.out().substring(first.out().indexOf("/sys/fs")));
    assertThat(Files.readString(journal)).startsWith("cglab journal 1\nmachine default\nshell");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void whatWasAnsweredBeforeTheProgramWasKilledIsThere() throws Exception {
    Path journal = directory.resolve("journal");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "io.cglab.shell.Main",
                "--journal",
                journal.toString(),
                "--pace",
                "1")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var in = program.outputWriter();
        var out = program.inputReader()) {
      in.write(SETUP + READER + "sleep 0.2; echo answered\nsleep 1000\n");
      in.flush();
      for (String line = out.readLine(); !"answered".equals(line); ) {
        assertThat(line).isNotNull();
        line = out.readLine();
      }
      while (!Files.readString(journal).endsWith("line sleep 1000\n")) {
        Thread.onSpinWait();
      }
      program.destroyForcibly(); // SIGKILL
      program.waitFor();
    }
    assertThat(Files.readString(journal)).endsWith("line sleep 1000\n");

    Outcome resumed = type(DUMP, "--resume", journal.toString());

    Outcome whole = type(SETUP + READER + "sleep 0.2; echo answered\nsleep 1000\n" + DUMP);
    assertThat(resumed.out()).isNotEmpty();
    assertThat(whole.out()).endsWith("answered\n" + resumed.out());
  }

  @Test
  void aLineThatWasBeingWrittenIsNotThere() throws IOException {
    Path journal = directory.resolve("journal");
    type("echo one > /tmp/f\n", "--journal", journal.toString());
    String complete = Files.readString(journal);
    Files.writeString(journal, complete + "line echo tw");

    assertThat(type("cat /tmp/f\n", "--resume", journal.toString()).out()).isEqualTo("one\n");
    assertThat(Files.readString(journal)).isEqualTo(complete + "line cat /tmp/f\ndone 0 0\n");
  }

  @Test
  void whatWasReadFromTheHostIsReadAgain() throws IOException {
    Path journal = directory.resolve("journal");
    Path script =
        Files.writeString(directory.resolve("s"), "read a; read b\necho $a-$b > /tmp/f\n");
    type("1\n2\n3\n", "run", "--journal", journal.toString(), script.toString());

    Outcome outcome = type("", "run", "--resume", journal.toString(), "-c", "cat /tmp/f");

    assertThat(outcome.out()).isEqualTo("1-2\n");
  }

  @Test
  void anInterruptHappensAgainWhereItWas() throws Exception {
    Path journal = directory.resolve("journal");
    String loop =
        "i=0\nwhile :; do i=$((i+1)); dd if=/dev/sda of=/dev/null iflag=direct count=1 2>/tmp/e; done\n";
    long[] now = new long[1];
    try (var session = interruptible(journal)) {
      session.line(SETUP);
      Thread user =
          new Thread(
              () -> {
                while (session.nowNs() < 5_000_000) {
                  Thread.onSpinWait();
                }
                session.interrupt();
              });
      user.start();
      assertThat(session.line(loop)).isEqualTo(130);
      user.join();
      now[0] = session.nowNs();
      session.line("echo $i at $(date +%N) > /tmp/where");
    }
    String text = Files.readString(journal);
    assertThat(text).contains("interrupted 0 ");

    Outcome resumed = type("cat /tmp/where\ndate +%N\n", "--resume", journal.toString());

    assertThat(resumed.out().split("\n")[0]).endsWith(" at " + resumed.out().split("\n")[1]);
    assertThat(Long.parseLong(resumed.out().split("\n")[1])).isEqualTo(now[0]);
  }

  private static Session interruptible(Path journal) throws IOException {
    return Session.begin(
            Setting.of("default", null, null),
            Sessions::start,
            InputStream.nullInputStream(),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            false)
        .journaledTo(journal);
  }

  @Test
  void aJournalOfAMachineFileHoldsTheFile() throws IOException {
    Path machine = directory.resolve("mine.yaml");
    Files.writeString(
        machine, "profile: linux-6.12\ndisks: [{name: vda, dev: '252:0', size: 1G, model: ram}]\n");
    Path journal = directory.resolve("journal");
    String[] args = {"--machine", machine.toString(), "--journal", journal.toString()};
    assertThat(type("ls /sys/block\n", args).out()).isEqualTo("vda\n");
    Files.delete(machine);

    assertThat(type("ls /sys/block\n", "--resume", journal.toString()).out()).isEqualTo("vda\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense                                             | line 1: expected "cglab journal 1"
          cglab journal 1\\nmachine default\\nturn 5            | line 3: cannot be read: turn 5
          cglab journal 1\\nmachine nosuch                     | line 2: there is no machine "nosuch" as it was
          cglab journal 1\\nmachine default\\ndone 0 0          | line 1: record 1 belongs to no command
          cglab journal 1\\nprofile linux-1.0                  | line 2: cannot be read: profile linux-1.0
          """)
  void aMalformedJournalIsRefused(String content, String message) throws IOException {
    Path journal = directory.resolve("journal");
    Files.writeString(journal, content.replace("\\n", "\n") + "\n");

    Outcome outcome = type("", "--resume", journal.toString());

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("cglab: " + journal + ": " + message + "\n");
  }

  @Test
  void aJournalThatLeadsElsewhereIsRefused() throws IOException {
    Path journal = directory.resolve("journal");
    type("true\n", "--journal", journal.toString());
    Files.writeString(journal, Files.readString(journal).replace("done 0 0", "done 3 17"));

    Outcome outcome = type("", "--resume", journal.toString());

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("ended with status 0 at 0 ns this time");
  }

  @Test
  void anExistingFileIsNotOverwritten() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "precious");

    Outcome outcome = type("", "--journal", file.toString());

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("there is such a file");
    assertThat(Files.readString(file)).isEqualTo("precious");
    assertThat(type("", "--resume", file.toString(), "--seed", "1").err())
        .contains("the journal says which machine it is");
    assertThat(type("", "--resume", directory.resolve("none").toString()).status()).isEqualTo(2);
  }

  @Test
  void aJournalHasOneWriter() throws IOException {
    Path journal = directory.resolve("journal");
    try (Session first = interruptible(journal)) {
      first.line("true");
      Outcome second = type("echo x\n", "--resume", journal.toString());
      assertThat(second.status()).isEqualTo(2);
      assertThat(second.err())
          .isEqualTo("cglab: " + journal + ": another session writes this journal\n");
    }
  }

  @Test
  void aScriptDoesNotGoOnASessionTwice() throws IOException {
    Path journal = directory.resolve("journal");
    type("true\n", "--journal", journal.toString());
    Path script = Files.writeString(directory.resolve("s"), "true\n");

    Outcome outcome = type("", "run", "--resume", journal.toString(), script.toString());

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("cglab: --resume: ").hasLineCount(1);
  }

  // ---- recordings

  @Test
  void aRecordedSessionChecks() throws IOException {
    Path transcript = directory.resolve("session.cgt");
    List<String> lines = new ArrayList<>();
    lines.add(SETUP + READER + "cd /sys/fs/cgroup/a; v=io.max");
    lines.add("sleep 1; cat io.stat $v");
    lines.add("echo '8:1 rbps=1' > $v");
    lines.add("for i in 1 2\ndo echo $i\ndone\ncat <<'X'\n> $v \\\n$ x\nX");
    lines.add("printf 'no end'\nrewind 500ms\ndate\nexit 3\n");
    Path script = Files.writeString(directory.resolve("s.sh"), String.join("\n", lines));

    Outcome live =
        type("", "run", "--record", transcript.toString(), "--seed", "7", script.toString());

    assertThat(live.status()).isEqualTo(3);
    String recorded = Files.readString(transcript);
    assertThat(recorded)
        .startsWith("# machine default\n# session\n# seed 7\n$ echo +io >")
        .contains("$ for i in 1 2\n> do echo $i\n> done\n1\n2\n")
        .contains("cglab: echo: write error: No such device\n? exit 1\n")
        .contains("> $v \\\n\\$ x\n")
        .contains("no end\\c\n");
    assertThat(type("", "check", transcript.toString()).out())
        .endsWith("13 of 13 commands match\n");

    Files.writeString(transcript, recorded.replace("no end\\c", "an end"));
    Outcome changed = type("", "check", transcript.toString());
    assertThat(changed.status()).isEqualTo(1);
    assertThat(changed.out()).contains("-an end\n+no end\\c\n").contains("12 of 13");
    type("", "check", "--update", transcript.toString());
    assertThat(Files.readString(transcript)).isEqualTo(recorded);
  }

  @Test
  void aTranscriptWritesNothingOnTheUsersMachine() throws IOException {
    Path page = directory.resolve("page.html");
    Path transcript = directory.resolve("t.cgt");
    String[] args = {"run", "--record", transcript.toString(), "-c", "report " + page};
    assertThat(type("", args).status()).isZero();
    Files.writeString(page, "mine");

    assertThat(type("", "check", transcript.toString()).status()).isZero();
    assertThat(page).hasContent("mine");
  }

  @Test
  void aRecordingHasTheTrapOnExit() throws IOException {
    Path transcript = directory.resolve("t.cgt");
    type("", "run", "--record", transcript.toString(), "-c", "trap 'echo bye' EXIT\necho hi");

    assertThat(Files.readString(transcript)).endsWith("$ echo hi\nhi\nbye\n");
    assertThat(type("", "check", transcript.toString()).status()).isZero();
  }

  @Test
  void whatCannotBeRecordedToIsSaidFirst() throws IOException {
    Path notes = Files.writeString(directory.resolve("notes"), "precious");
    String missing = directory.resolve("no/t.cgt").toString();

    for (String file : List.of(notes.toString(), missing, directory.toString())) {
      Outcome outcome = type("", "run", "--record", file, "-c", "echo ran");
      assertThat(outcome.status()).as(file).isEqualTo(2);
      assertThat(outcome.err()).startsWith("cglab: " + file + ": ").hasLineCount(1);
      assertThat(outcome.out()).isEmpty();
    }
    assertThat(notes).hasContent("precious");
  }
}
