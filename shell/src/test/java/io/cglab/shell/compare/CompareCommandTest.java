package io.cglab.shell.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompareCommandTest {
  private final Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String scenarios = "";
  private String open = "";

  CompareCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void copyRecord() throws IOException {
    scenarios = copy("scenarios.json");
    open = copy("open.json");
  }

  private String copy(String name) throws IOException {
    Path file = directory.resolve(name);
    try (var in = CompareCommandTest.class.getResourceAsStream("/kernel/measured/" + name)) {
      assertThat(in).isNotNull();
      Files.copy(in, file);
    }
    return file.toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private int run(String... args) {
    return new CommandLine(new CompareCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void withinIsZero() {
    assertThat(run("--only", "throttle-rbps-4k-*", scenarios)).isZero();
    assertThat(out.toString())
        .startsWith("throttle-rbps-4k-qd1: within tolerance")
        .endsWith("1 of 1 scenarios within tolerance\n");
  }

  @Test
  void outsideIsOneAndTheNumbersAreShown() throws IOException {
    String strict =
        write(
            "t.yaml",
            """
            - scenarios: ["*"]
              criteria: [{kind: first-completions, within_us: 0}]
            """);

    assertThat(run("--only", "throttle-riops-*", "--tolerances", strict, scenarios)).isOne();
    assertThat(out.toString())
        .contains("throttle-riops-qd32: outside", "first-completions: job 1 (a), completion 1 of")
        .endsWith("0 of 1 scenarios within tolerance\n");
  }

  @Test
  void anotherTickRateIsSeen() {
    assertThat(run("--only", "throttle-rbps-4k-qd1", "--hz", "250", scenarios)).isOne();
  }

  @Test
  void openScenariosAreShownAndNotJudged() {
    assertThat(run(open)).isZero();
    assertThat(out.toString())
        .contains("iocost-sizes: not judged", "recorded, not yet explained")
        .endsWith("0 of 0 scenarios within tolerance, 6 not judged\n");
  }

  @Test
  void jsonAndAPicture() throws IOException {
    Path picture = directory.resolve("p.svg");

    assertThat(run("--json", "--only", "throttle-t*", "--plot", picture.toString(), scenarios))
        .isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).path("within").asInt()).isEqualTo(4);
    assertThat(picture).content().contains("<svg", "throttle-two-devices");
  }

  @Test
  void whateverIsMalformedIsTwo() throws IOException {
    String json = write("s.json", "[{\"name\": \"s\"}]");
    String yaml = write("t.yaml", "- scenarios: [a]\n  criteria: [{kind: x}]\n");
    String machine = write("m.yaml", "hz: 1000\ndisks: [{name: a, dev: \"8:0\", sice: 1G}]\n");

    assertThat(run(json)).isEqualTo(2);
    assertThat(run("--only", "nothing-*", scenarios)).isEqualTo(2);
    assertThat(run("--tolerances", yaml, scenarios)).isEqualTo(2);
    assertThat(run("--machine", machine, "--only", "throttle-wbps", scenarios)).isEqualTo(2);
    assertThat(run(directory.resolve("none.json").toString())).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "s.json: scenario s (entry 1): cgroups: expected this key, which is missing",
            "--only nothing-*: expected a name that a scenario has",
            "t.yaml:2: kind: expected one of",
            "m.yaml:",
            "none.json: no such file");
  }
}
