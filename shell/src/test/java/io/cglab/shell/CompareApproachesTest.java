package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.approach.Approaches;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cglab compare-approaches}. */
class CompareApproachesTest {
  private static String run(int status, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String[] all = new String[args.length + 1];
    all[0] = "compare-approaches";
    System.arraycopy(args, 0, all, 1, args.length);
    assertThat(Main.run(new ByteArrayInputStream(new byte[0]), out, out, all)).isEqualTo(status);
    return out.toString(StandardCharsets.UTF_8);
  }

  /**
   * What the side by side of the specification gives (dm-ioband.md 5.3), on a disk of 1000 I/Os a
   * second: shares by weight within a point or two, limits as they are set, and who can use a disk
   * that is idle.
   */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          none,                50,  992, 992, 5.9
          'dm-ioband, sizes',  80,  992, 992, 5.9
          io-throttle,         80,  256, 320, 80
          'CFQ, blkio.weight', 80,  992, 992, 80
          V10,                 80,  986, 986, 80
          blkio.throttle,      80,  256, 320, 80
          io.max,              80,  256, 320, 80
          iocost,              80,  951, 951, 80
          """)
  void sharesAndLimits(String only, double share, double alone, double both, double lone)
      throws IOException {
    JsonNode of = new ObjectMapper().readTree(run(0, "--json", "--only", only)).at("/approaches/0");
    double a = of.at("/workloads/busy/a/iops").asDouble();
    double b = of.at("/workloads/busy/b/iops").asDouble();
    assertThat(100 * a / (a + b)).isCloseTo(share, within(1.0));
    assertThat(a + b).isCloseTo(both, within(2.0));
    assertThat(of.at("/workloads/idle/a/iops").asDouble()).isCloseTo(alone, within(2.0));
    double reader = of.at("/workloads/lone/a/ios").asDouble();
    double others = of.at("/workloads/lone/b/ios").asDouble();
    assertThat(100 * reader / (reader + others)).isCloseTo(lone, within(1.0));
  }

  @Test
  void textAndPage(@TempDir Path directory) throws IOException {
    Path page = directory.resolve("a.html");
    assertThat(run(0, "--only", "io.max", "--html", page.toString()))
        .contains("approach  setting")
        .containsPattern("io\\.max +1 MiB/s and 256 KiB/s, reads and writes +80\\.0 % +256 +64");
    assertThat(Files.readString(page)).contains("<td>io.max</td>", "80.0 %", "</html>");
  }

  @Test
  void wrongUsage(@TempDir Path directory) throws IOException {
    assertThat(run(2, "--only", "nosuch"))
        .isEqualTo("cglab: no approach has \"nosuch\" in its name\n");
    Path file = directory.resolve("a.yaml");
    Files.writeString(file, "seconds: 1\n");
    assertThat(run(2, "--file", file.toString())).startsWith("cglab: " + file + ":1: ");
  }

  @Test
  void aFileIsChecked() {
    assertThatThrownBy(
            () ->
                Approaches.parse(
                    """
                    disks: {d: "x"}
                    seconds: 1
                    workloads: [{name: w, disk: d, a: x}]
                    columns: [{title: t, workload: w, value: nosuch}]
                    approaches: []
                    """,
                    "f"))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("f:4: value: expected a number of a measurement");
  }
}
