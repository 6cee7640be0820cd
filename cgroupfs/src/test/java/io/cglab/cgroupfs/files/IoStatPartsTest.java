package io.cglab.cgroupfs.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
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

  /** 20 reads of 10 ms each by the model; a group begins with 25 ms of budget. */
  @Test
  void costOfWhatWasRead() throws KernelException {
    Machine io = machine.fs().machine();
    machine.write("io.cost.model", "8:0 rbps=4096000 rseqiops=100 rrandiops=100");
    machine.write("io.cost.qos", "8:0 enable=1 min=100 max=100");
    io.blkgs().setDebugStats(true);
    Task task = io.tasks().fork(io.tasks().init());
    io.tasks().moveProcess(task, machine.cgroup("a"));
    io.start(task, Job.direct(new DevNo(8, 0)).reads().count(20));
    io.advanceTo(100_000_000);
    assertThat(machine.read("a/io.stat"))
        .startsWith("8:0 rbytes=53248 wbytes=0 rios=13 wios=0 dbytes=0 dios=0 cost.usage=70000");
    io.advanceTo(2_000_000_000);
    String parts = " cost.usage=200000 cost.wait=";
    assertThat(machine.read("a/io.stat"))
        .startsWith("8:0 rbytes=81920 wbytes=0 rios=20 wios=0 dbytes=0 dios=0" + parts)
        .endsWith(" cost.indebt=0 cost.indelay=0;");
    String wait = machine.read("a/io.stat").replaceAll(".* cost.wait=([0-9]+) .*;", "$1");
    // All but the budget of the beginning and the 0.2 ms that each of 19 reads takes.
    assertThat(Long.parseLong(wait)).isBetween(200_000L - 25_000 - 6_000, 200_000L - 25_000);
    assertThat(rootLine("8:0")).contains(" cost.vrate=100.00" + parts + wait);
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

  /** Three reads of 200 us, one at a time, by a task in {@code a}. */
  private void threeReads() throws KernelException {
    Machine on = machine.fs().machine();
    Task task = on.tasks().fork(on.tasks().init());
    on.tasks().moveProcess(task, machine.cgroup("a"));
    on.start(task, Job.direct(new DevNo(8, 0)).reads().blockSize(4096).count(3));
    on.advanceTo(on.nowNs() + 50_000_000);
    on.tasks().kill(task);
  }

  @Test
  void latencyCountsItsWindow() throws KernelException {
    machine.fs().machine().blkgs().setDebugStats(true);
    machine.write("a/io.latency", "8:0 target=1000");
    threeReads();
    String counters = "8:0 rbytes=12288 wbytes=0 rios=3 wios=0 dbytes=0 dios=0";
    assertThat(machine.read("a/io.stat")).isEqualTo(counters + " missed=0 total=3 depth=max;");
    machine.write("a/io.latency", "8:0 target=10");
    threeReads();
    machine.fs().machine().block().useDelay().use(machine.cgroup("a").blkg(0));
    assertThat(machine.read("a/io.stat"))
        .isEqualTo(
            counters.replace("12288", "24576").replace("rios=3", "rios=6")
                + " use_delay=1 delay_nsec=0 missed=3 total=6 depth=max;");
  }

  @Test
  void latencyAveragesItsWindowsWhereDisksRotate() throws KernelException {
    machine.fs().machine().blkgs().setDebugStats(true);
    machine.disk("8:0").setRotational(true);
    machine.write("a/io.latency", "8:0 target=10000");
    machine.fs().machine().advanceTo(200_000_000);
    threeReads(); // the first closes a window whose mean is some 210 us
    assertThat(machine.read("a/io.stat")).endsWith(" depth=max avg_lat=0 win=160;");
    for (int i = 0; i < 20; i++) {
      machine.fs().machine().advanceTo(machine.fs().machine().nowNs() + 160_000_000);
      threeReads();
    }
    assertThat(machine.read("a/io.stat")).endsWith(" depth=max avg_lat=6 win=160;");
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
