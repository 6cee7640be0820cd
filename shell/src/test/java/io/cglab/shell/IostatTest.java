package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.shell.Scripts.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code iostat}: its columns, and that its numbers are those of /proc/diskstats. */
class IostatTest {
  private static final String LOAD =
      "fio --name=a --filename=/dev/sda --rw=randrw --bs=4k,16k --direct=1 --ioengine=libaio"
          + " --iodepth=4 --runtime=4 --time_based > o &\n";

  private static String[] row(String out, String disk) {
    List<String> rows = out.lines().filter(line -> line.startsWith(disk + " ")).toList();
    assertThat(rows).isNotEmpty();
    return rows.get(rows.size() - 1).split("\\s+");
  }

  @Test
  void anIntervalIsTheDifferenceOfDiskstats() {
    Result run =
        Scripts.run(
            LOAD
                + "sleep 1\ngrep ' sda ' /proc/diskstats\niostat -dxy 2 1\n"
                + "grep ' sda ' /proc/diskstats\n");
    List<String[]> raw =
        run.out()
            .lines()
            .filter(line -> line.contains("   8       0 sda"))
            .map(line -> line.strip().split("\\s+"))
            .toList();
    double[] delta = new double[raw.get(0).length];
    for (int i = 3; i < delta.length; i++) {
      delta[i] = Long.parseLong(raw.get(1)[i]) - Long.parseLong(raw.get(0)[i]);
    }
    String[] row = row(run.out(), "sda");
    double[] shown = Arrays.stream(row).skip(1).mapToDouble(Double::parseDouble).toArray();
    double[] expected = {
      delta[3] / 2,
      delta[5] / 4,
      0,
      0,
      delta[6] / delta[3],
      4,
      delta[7] / 2,
      delta[9] / 4,
      0,
      0,
      delta[10] / delta[7],
      16,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      delta[13] / 2000,
      delta[12] / 20
    };
    assertThat(shown).hasSameSizeAs(expected);
    for (int i = 0; i < shown.length; i++) {
      assertThat(shown[i]).as("column %d", i + 2).isCloseTo(expected[i], within(0.006));
    }
    assertThat(shown[0]).isGreaterThan(5000);
    assertThat(run.elapsedNs()).isEqualTo(3_000_000_000L);
  }

  @Test
  void theFirstReportIsSinceBoot() {
    Result run =
        Scripts.run(
            "dd if=/dev/sda of=/dev/null bs=1M count=8 iflag=direct\nsleep 3.99\n"
                + "iostat -d; iostat -dm; iostat -ds");
    double uptime = Math.floor(run.elapsedNs() / 1e7) / 100;
    List<String> rows = run.out().lines().filter(line -> line.startsWith("sda")).toList();
    String[] basic = rows.get(0).split("\\s+");
    assertThat(Double.parseDouble(basic[1])).isCloseTo(8 / uptime, within(0.006));
    assertThat(Double.parseDouble(basic[2])).isCloseTo(8192 / uptime, within(0.006));
    assertThat(basic[5]).isEqualTo("8192");
    assertThat(rows.get(1).split("\\s+")[5]).isEqualTo("8");
    assertThat(rows.get(2).split("\\s+")[5]).isEqualTo("1024.00");
  }

  @Test
  void whichDisksAreShown() {
    String used = "dd if=/dev/sda of=/dev/null bs=4k count=1 iflag=direct status=none\n";
    assertThat(disks(used + "iostat -d")).containsExactly("sda");
    assertThat(disks(used + "iostat -d sdb /dev/sda")).containsExactly("sda", "sdb");
    assertThat(disks(used + "iostat -d ALL")).containsExactly("nvme0n1", "sda", "sdb");
    assertThat(disks(used + "iostat -dp sda")).containsExactly("sda", "sda1", "sda2");
    assertThat(disks(used + "iostat -dp ALL"))
        .containsExactly("nvme0n1", "sda", "sda1", "sda2", "sdb");
    assertThat(disks(used + "iostat -dz sdb")).isEmpty();
    assertThat(disks(used + "iostat -d nosuch")).isEmpty();
    assertThat(disks(used + "iostat -c")).isEmpty();
  }

  private static List<String> disks(String script) {
    return Scripts.run(script)
        .out()
        .lines()
        .filter(line -> line.matches("(sd|nvme).*"))
        .map(line -> line.split("\\s+")[0])
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "iostat 1 3, 3, 2000",
    "iostat -y 1 3, 3, 3000",
    "iostat, 1, 0",
    "iostat 0, 1, 0",
    "iostat -y, 1, 0"
  })
  void reportsAndVirtualTime(String command, int reports, long ms) {
    Result run = Scripts.run(command);
    assertThat(run.out().lines().filter(line -> line.startsWith("avg-cpu"))).hasSize(reports);
    assertThat(run.elapsedNs()).isEqualTo(ms * 1_000_000);
  }

  @Test
  void idleCpusAndTheTime() {
    Result run = Scripts.run("sleep 60; iostat -ct");
    assertThat(run.out())
        .isEqualTo(
            """
            Linux 6.12.0 (cglab) \t01/01/26 \t_x86_64_\t(4 CPU)

            01/01/26 00:01:00
            avg-cpu:  %user   %nice %system %iowait  %steal   %idle
                       0.00    0.00    0.00    0.00    0.00  100.00



            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iostat -q", "iostat 1 0", "iostat 1 2 3", "iostat -km"})
  void wrongUsage(String command) {
    Result run = Scripts.run(command);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("Usage: iostat [ options ]");
  }

  private static String shape(String text) {
    return text.replaceAll("(vda|sda)", "DEV")
        .replaceAll("\\([a-z]+\\)", "(HOST)")
        .replaceAll("\\([0-9]+ CPU", "(N CPU")
        .replaceAll("[0-9]+/[0-9]+/[0-9]+( [0-9:]+)?", "DATE")
        .replaceAll("  +[0-9]+(\\.[0-9]+)?", " N")
        .replaceAll(" [0-9]+\\.[0-9]+", " N");
  }

  @Test
  void reportsHaveTheShapeOfRecordedOnes() throws IOException {
    String recorded;
    try (InputStream in = IostatTest.class.getResourceAsStream("recorded-iostat.txt")) {
      assertThat(in).isNotNull();
      recorded = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Result run = Scripts.run(LOAD + "sleep 1; iostat -x 1 2; iostat -d; iostat -c -t");
    assertThat(shape(run.out())).isEqualTo(shape(recorded));
  }
}
