package io.cglab.cgroupfs.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What policies add to io.stat, and the records that their files make (control-files.md 0, 4.2).
 */
class IoStatPartsTest {
  private final FilesMachine machine = new FilesMachine();

  @AfterEach
  void close() {
    machine.close();
  }

  private String rootLine(String dev) {
    for (String line : machine.read("io.stat").split(";")) {
      if (line.startsWith(dev + " ")) {
        return line;
      }
    }
    return "";
  }

  @Test
  void costShowsWhileItIsEnabled() {
    machine.write("a/io.max", "8:0 ");
    machine.write("io.cost.qos", "8:0 ");
    assertThat(machine.read("a/io.stat")).isEqualTo("8:0 ;");
    machine.write("io.cost.qos", "8:0 enable=1");
    assertThat(machine.read("a/io.stat")).isEqualTo("8:0  cost.usage=0;");
    assertThat(rootLine("8:0")).isEqualTo("8:0  cost.vrate=100.00 cost.usage=0");
    assertThat(rootLine("8:16")).isEqualTo("8:16 ");
    machine.write("io.cost.qos", "8:0 enable=0");
    assertThat(rootLine("8:0")).isEqualTo("8:0 ");
  }

  @Test
  void debuggingAddsKeysInTheKernelsOrder() {
    machine.write("a/io.latency", "8:0 target=5000");
    machine.write("io.cost.qos", "8:0 enable=1");
    machine.fs().machine().blkgs().setDebugStats(true);
    assertThat(machine.read("a/io.stat"))
        .isEqualTo(
            "8:0  missed=0 total=0 depth=max"
                + " cost.usage=0 cost.wait=0 cost.indebt=0 cost.indelay=0;");
    machine.fs().machine().blkgs().setDebugStats(false);
    assertThat(machine.read("a/io.stat")).isEqualTo("8:0  cost.usage=0;");
  }

  @Test
  void latencyShowsOnDisksThatWereNamedOnly() {
    machine.fs().machine().blkgs().setDebugStats(true);
    machine.write("a/io.max", "8:16 ");
    machine.write("a/io.latency", "8:0 x");
    assertThat(machine.read("a/io.stat")).isEqualTo("8:0  missed=0 total=0 depth=max;8:16 ;");
  }

  @Test
  void whatIsRefusedBeforeTheDeviceIsKnownLeavesNothing() {
    for (String file :
        new String[] {"a/io.latency", "a/io.max", "a/io.weight", "a/io.bfq.weight"}) {
      machine.write(file, "8:1 5");
      machine.write(file, "8:99 5");
      machine.write(file, "x 5");
    }
    machine.write("a/io.bfq.weight", "8:0 5");
    assertThat(machine.read("a/io.stat")).isEmpty();
  }
}
