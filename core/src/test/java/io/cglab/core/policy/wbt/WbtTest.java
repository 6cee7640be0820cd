package io.cglab.core.policy.wbt;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.BioSource;
import io.cglab.core.Costs;
import io.cglab.core.Feature;
import io.cglab.core.MachineConfig;
import io.cglab.core.Profile;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.elevator.QueueAttributes.WriteCache;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Buffered writes on a disk whose requests take what the test says (throttle-and-qos.md 8). */
class WbtTest {
  private static final long MS = TestMachine.MS;
  private static final int DIRECT = BioTable.SYNC | BioTable.IDLE;

  private final TestMachine test = machine(true);
  private final List<Integer> steps = new ArrayList<>();
  private final List<String> waits = new ArrayList<>();
  private int blkg;

  private static TestMachine machine(boolean withWbt) {
    Set<Feature> features = EnumSet.copyOf(Profile.LINUX_6_12.features());
    if (withWbt) {
      features.add(Feature.WBT);
    }
    return new TestMachine(
        MachineConfig.plain()
            .withTicks(1000, 0, 0)
            .withCosts(Costs.NONE)
            .withFeatures(features)
            .withDisks(
                List.of(
                    TestMachine.disk(
                        "sda",
                        TestMachine.DEV,
                        new BioSource.SectorIsLatency(),
                        64,
                        Integer.MAX_VALUE))));
  }

  @BeforeEach
  void setUp() throws KernelException {
    blkg = test.machine.blkgs().obtain(test.cgroup("a"), test.disk());
    test.machine.setTrace(
        new Trace() {
          @Override
          public void wbtStep(long nowNs, int disk, int step, int depth) {
            steps.add(step);
          }

          @Override
          public void policyWait(long nowNs, int bio, Policy policy, int of, int depth) {
            waits.add(policy + " " + depth);
          }
        });
  }

  private void advance(long ms) {
    test.machine.advanceTo(test.machine.nowNs() + ms * MS);
  }

  /** How many of a hundred bios find no limit. */
  private int pass(Op op, int flags) {
    int passed = 0;
    for (int i = 0; i < 60; i++) {
      passed += new BioSource(test.machine).submit(blkg, op, 10_000, flags) ? 1 : 0;
    }
    return passed;
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "WRITE, 0, 8",
    "WRITE, " + BioTable.SYNC + ", 16",
    "WRITE, " + BioTable.META + ", 16",
    "WRITE, " + BioTable.SWAP + ", 16",
    "WRITE, " + BioTable.BACKGROUND + ", 4",
    "WRITE, " + DIRECT + ", 60",
    "FLUSH, 0, 8",
    "DISCARD, 0, 4",
    "DISCARD, " + BioTable.SYNC + ", 4",
    "READ, 0, 60",
    "WRITE_ZEROES, 0, 60",
    "SECURE_ERASE, 0, 60"
  })
  void whoMayHaveHowManyInFlight(Op op, int flags, int passes) {
    assertThat(pass(op, flags)).isEqualTo(passes);
    assertThat(waits).hasSize(60 - passes);
    assertThat(waits).allMatch(("WBT " + passes)::equals);
    advance(3000);
    assertThat(pass(op, flags)).as("all are done").isEqualTo(passes);
  }

  @Test
  void writesSwapAndDiscardsAreCountedApart() {
    assertThat(pass(Op.WRITE, 0)).isEqualTo(8);
    assertThat(pass(Op.WRITE, BioTable.SWAP)).isEqualTo(16);
    assertThat(pass(Op.DISCARD, 0)).isEqualTo(4);
  }

  @Test
  void besideOtherIoAndWithoutAPauseLessIsAllowed() {
    new BioSource(test.machine).read(blkg, 1);
    advance(99);
    assertThat(pass(Op.WRITE, 0)).isEqualTo(4);
    advance(1000);
    assertThat(pass(Op.WRITE, 0)).isEqualTo(8);
    advance(1000);
    test.machine.wbt().dirtyPaused(test.disk());
    assertThat(pass(Op.WRITE, BioTable.BACKGROUND)).isEqualTo(16);
  }

  @ParameterizedTest(name = "write cache {0}: {1} done when the first waiter starts")
  @CsvSource({"WRITE_THROUGH, 2", "WRITE_BACK, 8"})
  void waitersAreWokenSeveralAtOnce(WriteCache cache, int done) {
    test.machine.elevators().of(test.disk()).attributes().setWriteCache(cache);
    List<BioSource> sources = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      sources.add(new BioSource(test.machine));
      sources.get(i).submit(blkg, Op.WRITE, 1000 * (i + 1), 0);
    }
    for (int ms = 1; ms <= 8; ms++) {
      advance(1);
      assertThat(sources.get(8).isAsleep()).as("after %d ms", ms).isEqualTo(ms < done);
    }
    advance(100);
    assertThat(sources).extracting(BioSource::done).containsOnly(1);
  }

  /** A write of 1 ms every 10 ms and a read. */
  private void mixed(long ms, long readUs, int writes) {
    for (long end = test.machine.nowNs() + ms * MS; test.machine.nowNs() < end; advance(10)) {
      for (int i = 0; i < writes; i++) {
        BioSource writer = new BioSource(test.machine);
        writer.submit(blkg, Op.WRITE, 1000, 0);
      }
      if (readUs > 0) {
        new BioSource(test.machine).read(blkg, readUs);
      }
    }
  }

  @Test
  void slowReadsTakeStepsAndFineOnesGiveThemBack() {
    mixed(600, 3000, 1);
    assertThat(steps).startsWith(1, 2, 3, 4).hasSize(4);
    mixed(1000, 1000, 1);
    assertThat(steps).startsWith(1, 2, 3, 4, 3, 2, 1, 0, -1, -2).hasSize(10);
    assertThat(pass(Op.WRITE, BioTable.SYNC)).isEqualTo(48);
    steps.clear();
    mixed(310, 3000, 1);
    assertThat(steps).startsWith(0);
  }

  @Test
  void writesAloneMayHaveMore() {
    mixed(400, 0, 1);
    assertThat(steps).containsExactly(-1, -2);
    steps.clear();
    advance(3000);
    assertThat(steps).as("nothing known").containsExactly(-1, 0);
  }

  @Test
  void aReadThatTheDeviceKeepsIsSlowBeforeItIsDone() {
    new BioSource(test.machine).read(blkg, 500_000);
    mixed(120, 0, 1);
    assertThat(steps).containsExactly(1);
  }

  @Test
  void itIsOffWhereItIsNotBuiltInOrAnotherTakesItsPlace() throws KernelException {
    assertThat(test.machine.wbt().latencyUs(test.disk())).isEqualTo(2000);
    test.machine.elevators().of(test.disk()).select(Scheduler.BFQ);
    assertThat(test.machine.wbt().latencyUs(test.disk())).isZero();
    test.machine.wbt().setLatencyUs(test.disk(), 500);
    assertThat(test.machine.wbt().latencyUs(test.disk())).as("chosen").isEqualTo(500);
    test.machine.elevators().of(test.disk()).select(Scheduler.NONE);
    test.machine.wbt().setLatencyUs(test.disk(), 0);
    assertThat(pass(Op.WRITE, 0)).isEqualTo(60);

    TestMachine without = machine(false);
    int record = without.machine.blkgs().obtain(without.cgroup("a"), without.disk());
    for (int i = 0; i < 60; i++) {
      assertThat(new BioSource(without.machine).submit(record, Op.WRITE, 1000, 0)).isTrue();
    }
  }

  @Test
  void switchedOffItLetsWaitersGo() {
    List<BioSource> sources = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sources.add(new BioSource(test.machine));
      sources.get(i).submit(blkg, Op.WRITE, 10_000, 0);
    }
    test.machine.wbt().setLatencyUs(test.disk(), 0);
    advance(10);
    assertThat(sources).extracting(BioSource::isAsleep).containsOnly(false);
  }
}
