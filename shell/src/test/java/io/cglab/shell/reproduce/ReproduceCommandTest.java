package io.cglab.shell.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cglab.cgroupfs.CgroupFs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The verb, with a shell that only leaves reports of fio behind. */
class ReproduceCommandTest {
  private record Outcome(int status, String out, String err) {}

  private static final String JOB =
      """
      {"read": {"io_bytes": %d, "runtime": 30000, "clat_ns": {"max": %d}},
       "write": {"io_bytes": 0, "runtime": 0, "clat_ns": {"max": 0}}}\
      """;

  /** As if each job had read so many MiB in 30 s. */
  private static String pretend(CgroupFs machine, String script) {
    try {
      for (String line : script.split("\n")) {
        if (line.contains("fio ")) {
          int jobs =
              line.contains("--numjobs=")
                  ? Integer.parseInt(line.replaceAll(".*--numjobs=(\\d+).*", "$1"))
                  : 1;
          String report = line.replaceAll(".*--output=(\\S+)\\).*", "$1");
          String job = String.format(JOB, 300L * (1 << 20) / jobs, 123_456_000L * jobs);
          String list = job + (", " + job).repeat(jobs - 1);
          Path file = machine.fileSystem().getPath(report);
          Files.writeString(file, "{\"jobs\": [" + list + "]}");
        }
      }
      for (int group = 1; group <= 2 && script.contains("/cgroup/group1"); group++) {
        Files.createDirectories(machine.fileSystem().getPath("/cgroup/group" + group));
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Outcome run(ScriptRun shell, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        new CommandLine(new ReproduceCommand(shell, false))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Outcome(status, out.toString(), err.toString());
  }

  @Test
  void aTableIsPrintedAsThePostingPrintsItWithBothFigures() {
    Outcome outcome = run(ReproduceCommandTest::pretend, "v10", "--only", "test2-vanilla:4");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            Test2: Random Reader Vs Sequential Reader
            =========================================

            # fio --rw=read --bs=4K --size=2G --runtime=30 --direct=1 --numjobs=<nr>
            # fio --rw=randread --bs=4K --size=2G --runtime=30 --direct=1
            # test2-vanilla, linux-2.6.31
            [ Vanilla CFQ, No groups ]
                     <---------------seq readers---------------------->  <------random reader-->
                     nr  Max-bdwidth Min-bdwidth Agg-bdwidth Max-latency Agg-bdwidth Max-latency
            cglab    4   2560KiB/s   2560KiB/s   10240KiB/s  494K usec   10240KiB/s  123K usec
            posting      9417KiB/s   5169KiB/s   27338KiB/s  404K usec   10KiB/s     993K usec
            apart        -73%        -50%        -63%        +22%        +102300%    -88%

            0 of 0 targets hold
            """);
  }

  @Test
  void jsonHasBothFigures() throws IOException {
    Outcome outcome = run(ReproduceCommandTest::pretend, "v10", "--only", "readers-*:8", "--json");
    JsonNode row = new ObjectMapper().readTree(outcome.out()).at("/tables/0/rows/0");
    assertThat(row.path("nr").asInt()).isEqualTo(8);
    assertThat(row.at("/cglab/bandwidth_kib_s").asDouble()).isEqualTo(10240);
    assertThat(row.at("/cglab/latency_us").asDouble()).isEqualTo(987_648);
    assertThat(row.at("/posting/bandwidth_kib_s").asDouble()).isEqualTo(29312);
  }

  @Test
  void aPageIsWholeInItself(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("page.html");
    Outcome outcome =
        run(
            ReproduceCommandTest::pretend,
            "v10",
            "--only",
            "readers-vanilla",
            "--html",
            file.toString());
    assertThat(outcome.status()).isEqualTo(1);
    String page = Files.readString(file);
    assertThat(page).contains("35499KiB/s", "<svg", "nr 16: 28921KiB/s", "missed", "</html>");
    assertThat(page).doesNotContain("http://", "https://", "src=");
  }

  @Test
  void theCommandsOfARowAreThePostings() {
    assertThat(
            run(ReproduceCommandTest::pretend, "v10", "--script", "--only", "test1-groups:32")
                .out())
        .contains("mount -t cgroup -o io none /cgroup\n")
        .contains("echo 500 > /cgroup/group2/io.weight\n")
        .contains("echo 8 > /sys/block/sda/queue/iosched/group_idle\n")
        .contains(
            "fio --name=writers --rw=randwrite --bs=64K --size=2G --runtime=30 --direct=1"
                + " --ioengine=libaio --iodepth=4 --numjobs=32 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v9                        | no posting "v9"; there is v10
          v10 --only nothing        | --only nothing: no table and no row of that name; --list shows them
          v10 --seeds 0             | --seeds: expected 1 to 1000
          v10 --html /nix/a.html    | /nix/a.html: no such directory on your machine: /nix
          v10 --json --markdown     | --json or --markdown, not both
          v10 --list --json         | --list runs nothing: it has no --json, --markdown or --html
          v10 --script --html a     | --script runs nothing: it has no --json, --markdown or --html
          v10 --workers 0           | --workers: expected at least 1
          v10 --kernel linux-2.6.31 | --kernel: expected linux-4.19 or linux-6.12
          """)
  void badUsageIsOneLine(String arguments, String message) {
    Outcome outcome = run(ReproduceCommandTest::pretend, arguments.split(" "));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("cglab: " + message + "\n");
  }

  @Test
  void aCommandThatFailsIsABugOfOurs() {
    Outcome outcome =
        run((machine, script) -> "sh: no such command\n", "v10", "--only", "readers-vanilla:1");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("readers-vanilla:1: sh: no such command");
  }
}
