package io.cglab.cgroupfs.host;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import io.cglab.core.api.Errno;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** queue/wbt_lat_usec, which only kernels have that were built so (throttle-and-qos.md 8, 9). */
class WbtFileTest {
  private TestFs fs;

  @BeforeEach
  void boot() {
    fs =
        TestFs.ofYaml(
            """
            features: {with: [wbt]}
            disks:
              - {name: sda, dev: "8:0", size: 1G}
              - {name: sdb, dev: "8:16", size: 1G, rotational: true}
              - {name: ram0, dev: "1:0", size: 1M, model: ram}
            """);
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private static String file(String disk) {
    return "/sys/block/" + disk + "/queue/wbt_lat_usec";
  }

  @Test
  void itShowsTheTargetOfTheMedium() throws IOException {
    assertThat(fs.read(file("sda"))).isEqualTo("2000\n");
    assertThat(fs.read(file("sdb"))).isEqualTo("75000\n");
    assertThat(Files.exists(fs.path(file("ram0")))).as("no requests").isFalse();
  }

  @ParameterizedTest(name = "{0} shows {1}")
  @CsvSource({"500, 500", "0, 0", "-1, 75000", "+7, 7"})
  void itTakesMicroseconds(String text, String shown) throws IOException {
    fs.write(file("sdb"), "3\n");
    fs.write(file("sdb"), text + "\n");
    assertThat(fs.read(file("sdb"))).isEqualTo(shown + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-2", "x", "-", "5 6", "9300000000000000"})
  void itTakesNothingElse(String text) throws IOException {
    assertThat(errno(() -> fs.write(file("sda"), text + "\n"))).isEqualTo(Errno.EINVAL);
    assertThat(fs.read(file("sda"))).isEqualTo("2000\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "recorded-v2", "v1"})
  void itIsOffUnlessItIsAskedFor(String machine) {
    try (TestFs usual = TestFs.boot(machine)) {
      assertThat(Files.exists(usual.path("/sys/block/sda/queue/nr_requests"))).isTrue();
      assertThat(Files.exists(usual.path(file("sda")))).isFalse();
    }
  }
}
