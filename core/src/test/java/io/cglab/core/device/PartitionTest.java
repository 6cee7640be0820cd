package io.cglab.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A partition is a piece of its disk's queue, scheduler and records. */
class PartitionTest {
  private static final DevNo SDA1 = new DevNo(8, 1);
  private static final long SECOND_NS = 1_000_000_000;
  private static final int START = 2048;
  private static final int SECTORS = 1000;

  private final TreeSet<Long> touched = new TreeSet<>();

  /** A device that takes 100 us and remembers which sectors were asked for. */
  private final class Remembering implements DeviceModel, Device {
    @Override
    public Device device(DiskConfig disk, long seed, int hz) {
      return this;
    }

    @Override
    public long complete(Op op, long sector, int sectors, long nowNs) {
      for (long at = sector; at < sector + sectors; at++) {
        touched.add(at);
      }
      return nowNs + 100_000;
    }
  }

  private TestMachine machine() {
    DiskConfig disk =
        new DiskConfig(
            "sda",
            TestMachine.DEV,
            8192,
            false,
            true,
            64,
            64,
            64,
            128,
            new Remembering(),
            List.of(new Partition("sda1", SDA1, 1, START, SECTORS)));
    return new TestMachine(MachineConfig.plain().withCosts(Costs.NONE).withDisks(List.of(disk)));
  }

  @Test
  void everySectorOfItAndNoOtherIsReached() throws Exception {
    TestMachine m = machine();
    Cgroup a = m.cgroup("a");
    // 1000 sectors in reads of 96: ten and one of 40, each cut at 64.
    Run run = m.start(a, Job.direct(SDA1).reads().blockSize(96 * 512));
    m.machine.advanceTo(SECOND_NS);
    assertThat(run.isDone()).isTrue();
    assertThat(run.readBytes()).isEqualTo(SECTORS * 512);
    assertThat(touched).hasSize(SECTORS);
    assertThat(touched.first()).isEqualTo(START);
    assertThat(touched.last()).isEqualTo(START + SECTORS - 1);
    assertThat(m.disk().stats().sectors(DiskStats.READ)).isEqualTo(SECTORS);
    assertThat(m.machine.blkgs().stat(m.machine.blkgs().obtain(a, m.disk())).readIos())
        .isEqualTo(10 * 2 + 1);
  }

  @Test
  void randomOffsetsStayWithinIt() throws Exception {
    TestMachine m = machine();
    m.start(m.cgroup("a"), Job.direct(SDA1).writes().random().ioDepth(8).seed(3));
    m.machine.advanceTo(SECOND_NS);
    assertThat(touched).hasSize(SECTORS);
    assertThat(touched.first()).isEqualTo(START);
    assertThat(touched.last()).isEqualTo(START + SECTORS - 1);
  }

  @Test
  void theDisksLimitIsSharedByPartitionAndDisk() throws Exception {
    TestMachine m = machine();
    Cgroup a = m.cgroup("a");
    m.limit(a, IoMax.NONE.withRbps(1 << 20));
    Run part = m.start(a, Job.direct(SDA1).reads().random().ioDepth(4));
    Run whole = m.start(a, TestMachine.reads(4096, 4));
    m.machine.advanceTo(10 * SECOND_NS);
    assertThat((double) part.readBytes() + whole.readBytes())
        .isCloseTo(10.0 * (1 << 20), withinPercentage(2));
    assertThat(part.readBytes()).isPositive();
    assertThat(whole.readBytes()).isPositive();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      textBlock =
          """
          sda,       8:0
          8:0,       8:0
          sda1,      8:1
          8:1,       8:1
          sda2,
          /dev/sda,
          8:16,
          """)
  void namesAndNumbersNameDevices(String name, @Nullable String number) {
    DevNo found = machine().machine.disks().named(name);
    assertThat(found == null ? null : found.toString()).isEqualTo(number);
  }

  @Test
  void aJobOnNoDeviceSaysWhatThereIs() throws KernelException {
    TestMachine test = machine();
    Task task = test.machine.tasks().fork(test.machine.tasks().init());
    assertThatThrownBy(() -> test.machine.start(task, Job.randRead("sdz")))
        .isInstanceOfSatisfying(
            KernelException.class,
            refused -> {
              assertThat(refused.errno()).isEqualTo(Errno.ENXIO);
              assertThat(refused.hint()).isEqualTo("no disk sdz; this machine has sda, sda1");
            });
  }
}
