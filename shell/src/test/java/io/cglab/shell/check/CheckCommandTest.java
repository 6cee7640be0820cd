package io.cglab.shell.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cglab.cgroupfs.CgroupFs;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.session.SessionShell;
import io.cglab.shell.session.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
  private static final String GOOD =
      """
      # machine recorded-v2
      $ mkdir /sys/fs/cgroup/a
      $ cat /sys/fs/cgroup/a/cgroup.type
      domain
      """;
  private static final String BAD = GOOD.replace("domain\n", "dominion\n");

  private final Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  CheckCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static SessionShell noSession(
      CgroupFs machine, Setting setting, Descriptor in, Descriptor out, Descriptor err) {
    throw new AssertionError("no transcript here is a session");
  }

  private int run(String... args) {
    ShellLine shell = (machine, pid, command) -> new ShellLine.Result(command + "\n", 0);
    return new CommandLine(new CheckCommand(shell, CheckCommandTest::noSession))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void allMatching() throws IOException {
    String a = write("a.cgt", GOOD);
    String b = write("b.cgt", GOOD + "$ sh \"hello\"\nhello\n");

    assertThat(run(a, b)).isZero();
    assertThat(out.toString())
        .isEqualTo(
            a
                + ": 2 of 2 commands match\n"
                + b
                + ": 3 of 3 commands match\n"
                + "5 of 5 commands match\n");
  }

  @Test
  void aDifference() throws IOException {
    String file = write("a.cgt", BAD);

    assertThat(run(file)).isOne();
    assertThat(out.toString())
        .isEqualTo(
            """
            --- FILE
            +++ FILE (cglab)
            @@ -3,2 +3,2 @@ FILE:3
             $ cat /sys/fs/cgroup/a/cgroup.type
            -dominion
            +domain
            FILE: 1 of 2 commands match
            1 of 2 commands match
            """
                .replace("FILE", file));
  }

  @Test
  void onAnotherKernel() throws IOException {
    String file = write("a.cgt", GOOD + "$ cat /sys/fs/cgroup/a/cgroup.events\npopulated 0\n");

    assertThat(run("--profile", "linux-4.19", file)).isZero();
    assertThat(run("--profile", "linux-6.12", file)).isOne();
  }

  @Test
  void asJson() throws IOException {
    assertThat(run("--json", write("a.cgt", BAD))).isOne();

    JsonNode root = new ObjectMapper().readTree(out.toString());
    assertThat(root.path("matching").asInt()).isEqualTo(1);
    assertThat(root.path("commands").asInt()).isEqualTo(2);
    JsonNode difference = root.path("files").path(0).path("differences").path(0);
    assertThat(difference.path("line").asInt()).isEqualTo(3);
    assertThat(difference.path("recorded").path(0).asText()).isEqualTo("dominion");
    assertThat(difference.path("answered").path(0).asText()).isEqualTo("domain");
  }

  @Test
  void updateRewritesWhatDiffersAndNothingElse() throws IOException {
    String file = write("a.cgt", BAD);

    assertThat(run("--update", file)).isZero();
    assertThat(Path.of(file)).hasContent(GOOD);
    assertThat(out.toString()).isEqualTo(file + ": 1 of 2 answers rewritten\n");
  }

  @Test
  void whateverIsMalformedIsTwoAndNothingIsPlayed() throws IOException {
    String good = write("good.cgt", GOOD);
    String bad = write("bad.cgt", "$ touch /a\n");
    String machine = write("machine.cgt", "# machine nowhere\n$ cat /a\n");
    Path none = directory.resolve("none.cgt");

    assertThat(run(good, bad)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(run(none.toString())).isEqualTo(2);
    assertThat(run(machine)).isEqualTo(2);
    assertThat(run("--machine", "nowhere", good)).isEqualTo(2);
    assertThat(run("--machine", write("m.yaml", "hertz: 5\n"), good)).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            bad + ":1: expected echo, printf",
            none + ":1: no such file",
            machine + ":1: expected a built-in machine",
            "m.yaml:1: ");
  }
}
