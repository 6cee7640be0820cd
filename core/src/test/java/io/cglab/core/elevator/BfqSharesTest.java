package io.cglab.core.elevator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Device;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The check values of schedulers-and-devices.md 4.10: a disk that does one thing at a time, readers
 * of 4 KiB with four I/Os in flight, M = 8833 sectors, no weight raising.
 *
 * <p>The specification's model neither injects nor lets a queue that recovers preempt; both happen
 * here as they do in the kernel, so shares are held to 1.5 points and waits to a slot.
 */
class BfqSharesTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final long LENGTH_NS = 30 * SECOND_NS;
  private static final int SEQUENTIAL_NS = 113_000;
  private static final int RANDOM_NS = 8_200_000;
  private static final double SLOT_MS = 125;

  /** Reads that follow one another are quick, all others take a seek. */
  private record Seeking() implements DeviceModel, Device {
    @Override
    public Device device(DiskConfig disk, long seed, int hz) {
      return this;
    }

    @Override
    public long complete(Op op, long sector, int sectors, long nowNs) {
      // Random readers use the upper half of the disk.
      return nowNs + (sector < HALF ? SEQUENTIAL_NS : RANDOM_NS);
    }
  }

  private static final long HALF = 1L << 22;

  private static TestMachine machine() throws KernelException {
    DiskConfig disk =
        new DiskConfig(
            "sda",
            TestMachine.DEV,
            2 * HALF,
            true,
            true,
            1,
            2560,
            2560,
            128,
            new Seeking(),
            List.of());
    var m = new TestMachine(MachineConfig.plain().withCosts(Costs.NONE).withDisks(List.of(disk)));
    QueueSettings queue = m.machine.elevators().of(m.disk());
    queue.select(Scheduler.BFQ);
    queue.setNoMerges(2); // every I/O costs its time
    queue.setNrRequests(256); // a disk that takes one command at a time has but two of its own
    BfqTunables bfq = queue.bfq();
    assertThat(bfq).isNotNull();
    bfq.setLowLatency(0);
    bfq.setMaxBudget(8833);
    return m;
  }

  private static final class Readers {
    final List<Run> runs = new ArrayList<>();
    final List<long[]> longest = new ArrayList<>();

    /** Starts a reader; {@code /} is the root cgroup. */
    void start(TestMachine m, String cgroup, int weight, boolean random) throws KernelException {
      Cgroup group = cgroup.equals("/") ? m.v2().root() : m.cgroup(cgroup);
      if (weight > 0) {
        m.machine.bfqWeights().setDefault(group, weight);
      }
      long[] most = new long[1];
      longest.add(most);
      Job job =
          Job.direct(TestMachine.DEV)
              .reads()
              .ioDepth(4)
              .seed(runs.size() + 1)
              .stopNs(LENGTH_NS)
              .observer((op, bytes, from, to) -> most[0] = Math.max(most[0], to - from));
      job = random ? job.random().offset(HALF * 512) : job.offset((long) runs.size() << 27);
      runs.add(m.start(group, job));
    }

    double share(int i) {
      long all = runs.stream().mapToLong(Run::readBytes).sum();
      return (double) runs.get(i).readBytes() / all;
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a:100 b:100                      | 0.497 0.503             | 250 249
          a:100 b:200                      | 0.335 0.665             | 250 125
          a:100 b:500                      | 0.166 0.834             | 625 125
          a:100 b:1000                     | 0.091 0.909             | 1372 125
          a/1:100 a/2:200 b:100            | 0.251 0.498 0.252       | 416 250 375
          a:100 a:0 a:0 b:200              | 0.111 0.111 0.111 0.666 | 1373 1373 1373 125
          a:100r b:300r                    | 0.252 0.748             | 405 143
          /:0 a:100                        | 0.286 0.714             | 375 125
          """)
  void readersGetTheirShares(String readers, String shares, String waits) throws Exception {
    TestMachine m = machine();
    var all = new Readers();
    for (String reader : readers.trim().split(" ")) {
      String[] parts = reader.split(":", -1);
      boolean random = parts[1].endsWith("r");
      all.start(m, parts[0], Integer.parseInt(parts[1].replace("r", "")), random);
      if (parts[0].startsWith("a/")) {
        m.machine.bfqWeights().setDefault(m.cgroup("a"), 300);
      }
    }
    m.machine.advanceTo(LENGTH_NS + 5 * SECOND_NS);
    double[] expected = numbers(shares);
    double[] longest = numbers(waits);
    for (int i = 0; i < expected.length; i++) {
      assertThat(all.share(i)).as("share %d", i).isCloseTo(expected[i], within(0.015));
      assertThat(all.longest.get(i)[0] / 1e6)
          .as("longest wait %d", i)
          .isLessThan(longest[i] + SLOT_MS + 10);
    }
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void aSlowReaderSharesTimeWithAFastOne() throws Exception {
    double alone = readOfSlowReader(false);
    double beside = readOfSlowReader(true);
    // 20.3 s of 40 s: half of what it does alone
    assertThat(beside / alone).isCloseTo(0.507, within(0.03));
  }

  private static double readOfSlowReader(boolean competed) throws KernelException {
    TestMachine m = machine();
    var all = new Readers();
    all.start(m, "a", 500, true);
    if (competed) {
      all.start(m, "b", 500, false);
    }
    m.machine.advanceTo(LENGTH_NS + 5 * SECOND_NS);
    return all.runs.get(0).readBytes();
  }
}
