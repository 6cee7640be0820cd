package io.cglab.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.Op;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Faults;
import io.cglab.core.device.Faults.Outcome;
import io.cglab.core.device.RandomFaults;
import io.cglab.core.dm.Segment;
import io.cglab.core.dm.VolumeConfig;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.task.Job;
import io.cglab.core.task.JobObserver;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks that fail: the error reaches the job, which ends; nothing is left behind. */
class FaultsTest {
  private static final long MS = TestMachine.MS;

  private final List<String> failures = new ArrayList<>();

  private final JobObserver observer =
      new JobObserver() {
        @Override
        public void reaped(Op op, int bytes, long submittedNs, long reapedNs) {}

        @Override
        public void failed(Op op, int file, long offset, int bytes, Errno error) {
          failures.add(op + " " + offset + "+" + bytes + " " + error);
        }
      };

  /** The fifth request fails: at once, late, or when it is done. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MEDIUM_ERROR | EIO       | 0.500
          GONE         | EIO       | 0.401
          TIMEOUT      | ETIMEDOUT | 30000.4
          """)
  void theErrorReachesTheJobWhichEnds(Outcome outcome, Errno error, double ms) throws Exception {
    TestMachine m = TestMachine.ideal(1000);
    int[] asked = new int[1];
    m.disk().setFaults((op, sector, sectors, now) -> ++asked[0] == 5 ? outcome : Outcome.DONE);
    Job job = Job.direct(TestMachine.DEV).reads().blockSize(4096).count(9).observer(observer);
    Run run = m.start(m.cgroup("a"), job);
    m.machine.advanceTo(60_000 * MS);
    assertThat(run.isDone()).isTrue();
    assertThat(run.error()).isEqualTo(error);
    assertThat(run.readIos()).isEqualTo(4);
    assertThat(failures).containsExactly("READ 16384+4096 " + error);
    assertThat(run.finishedNs()).isEqualTo(Math.round(ms * MS));
    assertThat(m.machine.block().bios().used()).isZero();
  }

  @Test
  void whatIsInADiskThatVanishesEndsInAnErrorToo() throws Exception {
    TestMachine m = TestMachine.ideal(1000);
    Run run = m.start(m.cgroup("a"), TestMachine.reads(4096, 8).observer(observer));
    m.machine.at(MS + MS / 20, () -> m.disk().setFaults(Faults.GONE));
    m.machine.advanceTo(10 * MS);
    assertThat(run.isDone()).isTrue();
    assertThat(failures).hasSize(8);
    assertThat(run.readIos()).isEqualTo(80);
  }

  /** A bio of 1 MiB is cut into pieces of 127.5 KiB; one bad sector fails the whole I/O, once. */
  @Test
  void oneBadPieceFailsTheWhole() throws Exception {
    TestMachine m =
        new TestMachine(
            MachineConfig.plain()
                .withCosts(Costs.NONE)
                .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, 100_000, 64, 255))));
    m.disk()
        .setFaults(
            (op, sector, sectors, now) ->
                sector <= 1000 && 1000 < sector + sectors ? Outcome.MEDIUM_ERROR : Outcome.DONE);
    Job job = Job.direct(TestMachine.DEV).writes().blockSize(1 << 20).count(3).observer(observer);
    Run run = m.start(m.cgroup("a"), job);
    m.machine.advanceTo(1000 * MS);
    assertThat(failures).containsExactly("WRITE 0+1048576 EIO");
    assertThat(run.wroteIos()).isZero();
    assertThat(run.isDone()).isTrue();
  }

  @Test
  void aVolumeFailsWhereItsMemberDoes() throws Exception {
    DevNo other = new DevNo(8, 16);
    DevNo dm = new DevNo(253, 0);
    TestMachine m =
        new TestMachine(
            MachineConfig.plain()
                .withCosts(Costs.NONE)
                .withDisks(
                    List.of(
                        TestMachine.disk("sda", TestMachine.DEV, 100_000, 64, 255),
                        TestMachine.disk("sdb", other, 100_000, 64, 255))));
    m.machine.addVolume(
        VolumeConfig.linear(
            "dm-0", dm, List.of(new Segment("sda", 0, 8), new Segment("sdb", 0, 800))));
    m.machine.disks().get(1).setFaults(Faults.GONE);
    Run run =
        m.start(m.cgroup("a"), Job.direct(dm).reads().blockSize(4096).count(9).observer(observer));
    m.machine.advanceTo(1000 * MS);
    assertThat(run.readIos()).isEqualTo(1);
    assertThat(failures).containsExactly("READ 4096+4096 EIO");
  }

  /** Schedulers see requests that fail as any others. */
  @ParameterizedTest
  @EnumSource(Scheduler.class)
  void nothingStaysBehindUnderAnyScheduler(Scheduler scheduler) throws Exception {
    TestMachine m =
        new TestMachine(
            MachineConfig.plain()
                .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, 100_000, 4, 255)))
                .withSchedulers(Map.of("sda", scheduler)));
    m.disk().setFaults(new RandomFaults(1, 10_000, 10_000));
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Cgroup cgroup = m.cgroup("g" + i);
      runs.add(m.start(cgroup, TestMachine.reads(4096, 16).seed(i)));
    }
    m.machine.at(5 * MS, () -> m.disk().setFaults(Faults.GONE));
    m.machine.advanceTo(90_000 * MS);
    assertThat(runs).allMatch(Run::isDone);
    assertThat(runs).allMatch(run -> run.error() != null);
    assertThat(m.machine.block().bios().used()).isZero();
    assertThat(m.machine.block().requests().used()).isZero();
  }

  @Test
  void theSameSeedFailsTheSameRequests() {
    RandomFaults one = new RandomFaults(7, 100_000, 50_000);
    RandomFaults two = new RandomFaults(7, 100_000, 50_000);
    int[] counts = new int[Outcome.values().length];
    for (int i = 0; i < 100_000; i++) {
      Outcome outcome = one.of(Op.READ, i, 8, i);
      assertThat(two.of(Op.READ, i, 8, i)).isEqualTo(outcome);
      counts[outcome.ordinal()]++;
    }
    assertThat(counts[Outcome.MEDIUM_ERROR.ordinal()]).isBetween(9_500, 10_500);
    assertThat(counts[Outcome.TIMEOUT.ordinal()]).isBetween(4_700, 5_300);
  }
}
