package io.cglab.core.elevator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Machine;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What BFQ schedules a group by, beside what its files list (control-files.md 3.6). */
class BfqWeightsTest {
  private final TestMachine test = TestMachine.ideal(1000);
  private final Machine machine = test.machine;
  private final BfqWeights weights = machine.bfqWeights();

  @BeforeEach
  void selectBfq() {
    machine.elevators().of(test.disk()).select(Scheduler.BFQ);
  }

  private int record(Cgroup cgroup) {
    return machine.blkgs().obtain(cgroup, test.disk());
  }

  @Test
  void aRemovedOverrideStillCountsUntilTheDefaultIsWritten() throws KernelException {
    Cgroup a = test.cgroup("a");
    weights.setOverride(record(a), 300);
    weights.setOverride(record(a), BfqWeights.NONE);
    assertThat(weights.override(record(a))).isEqualTo(BfqWeights.NONE);
    assertThat(weights.weight(record(a))).isEqualTo(300);
    weights.setDefault(a, 50);
    assertThat(weights.weight(record(a))).isEqualTo(50);
  }

  @Test
  void aNewInstanceKnowsDefaultsOnly() throws KernelException {
    Cgroup a = test.cgroup("a");
    weights.setDefault(a, 50);
    weights.setOverride(record(a), 300);
    machine.elevators().of(test.disk()).select(Scheduler.NONE);
    assertThat(weights.isActive(test.disk())).isFalse();
    machine.elevators().of(test.disk()).select(Scheduler.BFQ);
    assertThat(weights.override(record(a))).isEqualTo(BfqWeights.NONE);
    assertThat(weights.weight(record(a))).isEqualTo(50);
  }

  @Test
  void selectingTheSameSchedulerKeepsTheOverrides() throws KernelException {
    Cgroup a = test.cgroup("a");
    weights.setOverride(record(a), 300);
    machine.elevators().of(test.disk()).select(Scheduler.BFQ);
    assertThat(weights.override(record(a))).isEqualTo(300);
  }

  @Test
  void aRowOfAnotherRecordBeginsAnew() throws KernelException {
    Cgroup a = test.cgroup("a");
    int row = record(a);
    weights.setOverride(row, 300);
    weights.setDefault(a, 7);
    weights.setOverride(row, 300);
    test.v2().setSubtreeControl(test.v2().root(), 0, Controller.IO.bit());
    test.v2().setSubtreeControl(test.v2().root(), Controller.IO.bit(), 0);
    assertThat(record(a)).as("the row is used again").isEqualTo(row);
    assertThat(weights.override(row)).isEqualTo(BfqWeights.NONE);
    assertThat(weights.weight(row)).isEqualTo(BfqWeights.USUAL);
  }
}
