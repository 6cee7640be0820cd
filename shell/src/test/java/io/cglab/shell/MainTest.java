package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program from its command line to its exit status. */
class MainTest {
  private static final String SETUP =
      "echo +io > /sys/fs/cgroup/cgroup.subtree_control; mkdir /sys/fs/cgroup/a\n";

  /** What a run gave. */
  private record Outcome(int status, String out, String err) {}

  private static Outcome run(String input, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1));
    int status = Main.run(new Console(in, out, err, false), args);
    return new Outcome(
        status,
        out.toString(StandardCharsets.ISO_8859_1),
        err.toString(StandardCharsets.ISO_8859_1));
  }

  private static Outcome script(String text) {
    return run("", "run", "-c", text);
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "false, 1", "exit 3, 3", "nonsense, 127", "'echo \"open', 2"})
  void theStatusIsTheScripts(String text, int status) {
    assertThat(script(text).status()).isEqualTo(status);
  }

  @Test
  void optionsOfAVerbStandBehindIt() {
    Outcome outcome = run("", "--machine", "v1", "run", "-c", "echo ran");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("cglab: put --machine behind run\n");
    assertThat(outcome.out()).isEmpty();
    assertThat(run("", "--seed", "4", "sweep", "g.yaml", "s.sh").err())
        .isEqualTo("cglab: sweep has no --seed; cglab sweep --help\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run /", "--resume /", "plot /x.svg /", "export /tmp/cglab-none /"})
  void aDirectoryIsNoFile(String line) {
    Outcome outcome = run("", line.split(" "));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("cglab: ").hasLineCount(1);
  }

  @Test
  void aSyntaxErrorRunsNothing() {
    Outcome outcome = script("echo before\nif true; fi\n");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("cglab: line 2: ");
  }

  @Test
  void aRefusedWriteIsSaidAsBashSaysItAndTheScriptGoesOn() {
    Outcome outcome =
        script(SETUP + "echo \"8:0 rbps=0\" > /sys/fs/cgroup/a/io.max\necho status $?");
    assertThat(outcome.err())
        .isEqualTo("cglab: line 2: echo: write error: Numerical result out of range\n");
    assertThat(outcome.out()).isEqualTo("status 1\n");
  }

  @Test
  void wrongUsageIsStatusTwo(@TempDir Path dir) throws Exception {
    assertThat(run("", "nonsense").status()).isEqualTo(2);
    assertThat(run("", "run", "--nonsense").status()).isEqualTo(2);
    assertThat(run("", "run", "/no/such/script").err()).contains("no such file");
    assertThat(run("", "run", "--machine", "nonsense", "-c", "true").status()).isEqualTo(2);
    Path machine = Files.writeString(dir.resolve("m.yaml"), "hz: 1000\nspeed: 1\n");
    Outcome outcome = run("", "run", "--machine", machine.toString(), "-c", "true");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("m.yaml:2: speed: expected no such key");
    assertThat(run("", "check", "/no/such/transcript").status()).isEqualTo(2);
  }

  @Test
  void aProfileTakesThePlaceOfTheMachines() {
    String text = SETUP + "cat /sys/fs/cgroup/a/cgroup.events";
    assertThat(run("", "run", "-c", text).out()).isEqualTo("populated 0\nfrozen 0\n");
    assertThat(run("", "run", "--profile", "linux-4.19", "-c", text).out())
        .isEqualTo("populated 0\n");
    assertThat(run("", "run", "--machine", "legacy", "-c", "cat /sys/block/sda/queue/scheduler"))
        .isEqualTo(new Outcome(0, "noop deadline [cfq] \n", ""));

    Outcome unknown = run("", "run", "--profile", "linux-9", "-c", "true");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err())
        .startsWith(
            "Invalid value for option '--profile':"
                + " expected one of linux-6.12, linux-4.19, linux-2.6.31, linux-2.6.31-v10,"
                + " not linux-9");
    Outcome lacking =
        run("", "run", "--machine", "legacy", "--profile", "linux-6.12", "-c", "true");
    assertThat(lacking.status()).isEqualTo(2);
    assertThat(lacking.err())
        .isEqualTo("cglab: legacy:13: scheduler: expected one of none, mq-deadline, kyber, bfq\n");
    for (String verb : new String[] {"check", "compare", "demo"}) {
      assertThat(run("", verb, "--profile", "linux-9", "x").err())
          .as(verb)
          .startsWith("Invalid value for option '--profile'");
    }
  }

  @Test
  void theDemoShowsALimitThatBitesAndWritesThatAreRefused() {
    Outcome outcome = run("", "demo");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .containsPattern("copied, 4\\.0[0-9]* s, 1\\.0 MB/s")
        .contains(
            "No such device", "hint: 8:1 is the partition sda1", "Numerical result out of range");
  }

  @Test
  void thePromptRunsLinesAndGoesOnAfterUnfinishedOnes() {
    Outcome outcome = run("if true\nthen echo yes\nfi\ncd /tmp\npwd\nexit 4\necho no\n");
    assertThat(outcome.out()).isEqualTo("yes\n/tmp\n");
    assertThat(outcome.status()).isEqualTo(4);
  }

  @Test
  void backgroundJobsRunAtOnceInVirtualTime() {
    String text = "a=$(date +%s); sleep 2 & sleep 1; wait; b=$(date +%s); echo $((b - a))";
    assertThat(script(text).out()).isEqualTo("2\n");
  }

  @Test
  void jobsUnderOneLimitShareItTheSameWayEveryTime() {
    String text =
        SETUP
            + "echo \"8:0 riops=100\" > /sys/fs/cgroup/a/io.max\n"
            + "echo $$ > /sys/fs/cgroup/a/cgroup.procs\n"
            + "dd if=/dev/sda of=/dev/null bs=4k count=100 iflag=direct 2>&1 | tail -n 1 &\n"
            + "dd if=/dev/sda of=/dev/null bs=4k count=100 iflag=direct 2>&1 | tail -n 1 &\n"
            + "wait\ncat /sys/fs/cgroup/a/io.stat";
    Outcome first = script(text);
    assertThat(first.out()).contains("rios=200").containsPattern("copied, (1\\.9|2\\.0)");
    assertThat(script(text)).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=5; echo $x ${x:-y} ${z:-y} ${x}1 \"$x $x\" '$x'",
        "p=a/b/c.txt; echo ${p##*/} ${p%.txt} ${p#a/} ${p%%/*} ${#p}",
        "echo $(echo one; echo two) `echo three`",
        "echo $((2 + 3 * 4)) $(( (7 - 2) % 3 )) $((1 << 4)) $((5 > 3 && 0))",
        "for i in 1 2 3; do echo $i; done | tail -n 2",
        "i=0; while [ $i -lt 3 ]; do i=$((i + 1)); [ $i = 2 ] && continue; echo $i; done",
        "until false; do echo once; break; done",
        "case abc in x*) echo no;; a?c) echo yes;; *) echo other;; esac",
        "f() { echo \"$# $1\"; return 3; }; f a b; echo $?",
        "set -e; echo a; false; echo b",
        "trap 'echo bye' EXIT; echo hi; exit 5",
        "true && echo and || echo or; false && echo and || echo or; ! true; echo $?",
        "cat <<X\na $((1 + 1))\nX\ncat <<'X'\na $x\nX",
        "printf '%s-%d|%5s|%-5s|%03d\\n' a 7 b c 5; printf 'a\\tb\\n'",
        "echo b > f; echo a >> f; sort f; wc -l < f; rm f; [ -e f ]; echo $?",
        "mkdir -p d/e; echo x > d/e/y; ls d; cat d/*/y; rm -r d; test -d d; echo $?",
        "seq 1 10 | head -n 3 | grep -v 2",
        "printf 'a:b:c\\nd:e:f\\n' | cut -d: -f2",
        "echo 'a b c' | { read x y; echo \"$y/$x\"; }",
        "(x=1; echo $x); echo ${x:-unset}",
        "set -- a 'b c'; for w in \"$@\"; do echo \"[$w]\"; done; shift; echo $1 $#",
        "echo a > g1; echo b > g2; echo g*; cat g? | sort -r; rm g1 g2",
        "x=$(false); echo $?; nosuchcommand 2>/dev/null; echo $?",
        "echo hello | tee t | wc -c; cat t; rm t",
        "if [ 1 -eq 2 ]; then echo a; elif [ -n x ]; then echo b; else echo c; fi",
        "set -u; echo ${y-default}; echo end",
        "a=1 b=2; export a; echo $a$b; unset a; echo ${a-none}",
        "echo one two three | wc -w; basename /a/b.c .c; dirname /a/b",
        "{ echo out; echo err >&2; } 2>/dev/null",
        "sleep 0 & wait; echo $?"
      })
  void scriptsGiveWhatDashGives(String text, @TempDir Path dir) throws Exception {
    Process dash =
        new ProcessBuilder("/bin/sh", "-c", text)
            .directory(dir.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    dash.getOutputStream().close();
    String expected = new String(dash.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(dash.waitFor(20, TimeUnit.SECONDS)).isTrue();

    Outcome outcome = script("cd /tmp\n" + text);

    assertThat(outcome.out()).isEqualTo(expected);
    assertThat(outcome.status()).isEqualTo(dash.exitValue());
  }
}
