package io.cglab.core.policy.iothrottle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.policy.iothrottle.IoThrottle.Kind;
import io.cglab.core.policy.iothrottle.ThrottleRule.Strategy;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check numbers of dm-ioband.md 5.2 and S19, on a disk that serves a request in 1 ms. */
class IoThrottleTest {
  private static final long MIB = 1 << 20;
  private static final long SECOND = 1_000_000_000;
  private static final DevNo DEV = TestMachine.DEV;

  private final TestMachine m =
      new TestMachine(
          MachineConfig.plain()
              .withCosts(Costs.NONE)
              .withControllers(Set.of(Controller.IO, Controller.BLOCKIO), Set.of())
              .withDisks(List.of(TestMachine.disk("sda", DEV, 1_000_000, 1, 2560))));
  private final IoThrottle throttle = m.machine.ioThrottle();
  private final Hierarchy tree = tree();

  private Hierarchy tree() {
    try {
      return m.machine.hierarchies().createV1(Set.of(Controller.BLOCKIO), "", m.machine.tasks());
    } catch (KernelException refused) {
      throw new AssertionError(refused);
    }
  }

  private Cgroup group(String name) throws KernelException {
    return tree.mkdir(tree.root(), name);
  }

  private Run start(Cgroup in, Job job) throws KernelException {
    Task task = m.machine.tasks().fork(m.machine.tasks().init());
    m.machine.tasks().moveProcess(task, in);
    return m.machine.start(task, job);
  }

  private static Job reads() {
    return Job.direct(DEV).reads();
  }

  private void set(Cgroup cgroup, Kind kind, long limit, Strategy strategy, long bucket)
      throws KernelException {
    throttle.set(cgroup, m.disk(), kind, limit, strategy, bucket);
  }

  @Test
  void leakyIsSmooth() throws Exception {
    Cgroup a = group("a");
    set(a, Kind.BYTES, MIB, Strategy.LEAKY_BUCKET, 0);
    List<Long> done = new ArrayList<>();
    start(a, reads().observer((op, bytes, submittedNs, reapedNs) -> done.add(reapedNs)));
    m.machine.advanceTo(10 * SECOND + SECOND / 100);
    assertThat(done).hasSizeBetween(2560, 2562);
    for (int i = 1; i < done.size(); i++) {
      assertThat(done.get(i) - done.get(i - 1)).isCloseTo(3_906_250L, within(2L));
    }
    ThrottleRule rule = throttle.rules(a, Kind.BYTES).get(0);
    assertThat(rule.sleeps()).isEqualTo(done.size() + 1);
    assertThat(rule.sleptNs() / 1e9).as("but for the disk's time").isCloseTo(7.4, within(0.1));
  }

  @Test
  void aTokenBucketSavesUp() throws Exception {
    Cgroup a = group("a");
    set(a, Kind.BYTES, MIB, Strategy.TOKEN_BUCKET, 0);
    m.machine.advanceTo(SECOND);
    Run run = start(a, reads());
    m.machine.advanceTo(SECOND + 300_000_000);
    // 256 reads from the bucket, and what has come into it meanwhile.
    assertThat(run.readIos()).isCloseTo(300, within(2L));
    m.machine.advanceTo(11 * SECOND);
    assertThat(run.readIos()).isCloseTo(256 + 2560, within(3L));
    assertThat(throttle.rules(a, Kind.BYTES).get(0).bucketSize()).isEqualTo(MIB);
  }

  /** S19: two groups of 16 clients; the disk idles, and what B leaves is lost. */
  @ParameterizedTest
  @CsvSource({"16, 256, 64", "0, 256, 0"})
  void notWorkConserving(int clientsOfB, int a, int b) throws Exception {
    Cgroup first = group("a");
    Cgroup second = group("b");
    set(first, Kind.BYTES, MIB, Strategy.LEAKY_BUCKET, 0);
    set(second, Kind.BYTES, MIB / 4, Strategy.LEAKY_BUCKET, 0);
    List<Run> ofA = new ArrayList<>();
    List<Run> ofB = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      ofA.add(start(first, reads()));
      if (i < clientsOfB) {
        ofB.add(start(second, reads()));
      }
    }
    m.machine.advanceTo(20 * SECOND);
    assertThat(ofA.stream().mapToLong(Run::readIos).sum() / 20.0).isCloseTo(a, within(1.0));
    assertThat(ofB.stream().mapToLong(Run::readIos).sum() / 20.0).isCloseTo(b, within(1.0));
  }

  @ParameterizedTest
  @CsvSource({"1048576, 100, 100", "409600, 1000, 100", "0, 50, 50", "204800, 0, 50"})
  void theLongerDelayWins(long bytes, long ios, int expected) throws Exception {
    Cgroup a = group("a");
    set(a, Kind.BYTES, bytes, Strategy.LEAKY_BUCKET, 0);
    set(a, Kind.IOS, ios, Strategy.LEAKY_BUCKET, 0);
    Cgroup child = tree.mkdir(a, "child");
    Run run = start(a, reads().ioDepth(4));
    Run free = start(child, reads());
    m.machine.advanceTo(10 * SECOND);
    assertThat(run.readIos() / 10.0).isCloseTo(expected, within(1.0));
    assertThat(free.readIos()).as("a child inherits nothing").isGreaterThan(5000);
  }

  @Test
  void rulesComeAndGo() throws Exception {
    Cgroup a = group("a");
    set(a, Kind.BYTES, MIB, Strategy.LEAKY_BUCKET, 0);
    Run run = start(a, reads());
    m.machine.advanceTo(SECOND);
    assertThat(throttle.rules(a, Kind.BYTES)).hasSize(1);
    assertThat(throttle.rules(a, Kind.IOS)).isEmpty();
    set(a, Kind.BYTES, 2 * MIB, Strategy.LEAKY_BUCKET, 0);
    assertThat(throttle.rules(a, Kind.BYTES).get(0).sleeps()).as("anew").isZero();
    set(a, Kind.BYTES, 0, Strategy.LEAKY_BUCKET, 0);
    assertThat(throttle.rules(a, Kind.BYTES)).isEmpty();
    long before = run.readIos();
    m.machine.advanceTo(2 * SECOND);
    assertThat(run.readIos() - before).isGreaterThan(990);
    assertThatThrownBy(() -> set(a, Kind.BYTES, -1, Strategy.LEAKY_BUCKET, 0))
        .hasMessageStartingWith("EINVAL");
  }

  @Test
  void whoSleepsMayBeKilled() throws Exception {
    Cgroup a = group("a");
    set(a, Kind.IOS, 1, Strategy.LEAKY_BUCKET, 0);
    Run run = start(a, reads());
    m.machine.advanceTo(SECOND / 2);
    m.machine.tasks().kill(run.task());
    assertThat(run.isDone()).isTrue();
    m.machine.advanceTo(2 * SECOND);
    assertThat(m.machine.block().bios().used()).isZero();
    tree.rmdir(a);
    assertThat(throttle.rules(a, Kind.IOS)).isEmpty();
  }
}
