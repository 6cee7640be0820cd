package io.cglab.core.elevator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Machine;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.elevator.CfqWeights.Share;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What CFQ schedules a group by (schedulers-and-devices.md 3.3). */
class CfqWeightsTest {
  private final TestMachine test = TestMachine.ideal(1000);
  private final Machine machine = test.machine;
  private final CfqWeights weights = machine.cfqWeights();

  @BeforeEach
  void selectCfq() {
    machine.elevators().of(test.disk()).select(Scheduler.CFQ);
  }

  private int record(Cgroup cgroup) {
    return machine.blkgs().obtain(cgroup, test.disk());
  }

  @ParameterizedTest
  @EnumSource
  void anOverrideCountsBeforeTheDefaultAndOutlivesANewOne(Share share) throws KernelException {
    Cgroup a = test.cgroup("a");
    Share other = share == Share.GROUP ? Share.LEAF : Share.GROUP;
    assertThat(weights.weight(share, record(a))).isEqualTo(100);
    weights.setOverride(share, record(a), 300);
    weights.setDefault(share, a, 50);
    assertThat(weights.weight(share, record(a))).isEqualTo(300);
    weights.setOverride(share, record(a), CfqWeights.NONE);
    assertThat(weights.weight(share, record(a))).isEqualTo(50);
    assertThat(weights.weight(other, record(a))).isEqualTo(100);
  }

  @Test
  void theRootCountsTwiceAndHasOneWeight() throws KernelException {
    Cgroup root = test.v2().root();
    assertThat(weights.defaultOf(Share.GROUP, root)).isEqualTo(200);
    weights.setDefault(Share.GROUP, root, 100);
    assertThat(weights.defaultOf(Share.LEAF, root)).isEqualTo(100);
    weights.setOverride(Share.LEAF, record(root), 7);
    assertThat(weights.weight(Share.GROUP, record(root))).isEqualTo(7);
    Cgroup v1 = machine.hierarchies().createV1(Set.of(Controller.IO), "", machine.tasks()).root();
    assertThat(weights.defaultOf(Share.LEAF, v1)).isEqualTo(1000);
    assertThat(weights.defaultOf(Share.GROUP, v1.hierarchy().mkdir(v1, "a"))).isEqualTo(500);
  }

  @Test
  void aNewInstanceKnowsDefaultsOnly() throws KernelException {
    Cgroup a = test.cgroup("a");
    weights.setDefault(Share.GROUP, a, 50);
    weights.setOverride(Share.GROUP, record(a), 300);
    machine.elevators().of(test.disk()).select(Scheduler.CFQ);
    assertThat(weights.override(Share.GROUP, record(a))).isEqualTo(300);
    machine.elevators().of(test.disk()).select(Scheduler.NOOP);
    assertThat(weights.isActive(test.disk())).isFalse();
    machine.elevators().of(test.disk()).select(Scheduler.CFQ);
    assertThat(weights.weight(Share.GROUP, record(a))).isEqualTo(50);
  }

  @Test
  void aRowOfAnotherRecordBeginsAnew() throws KernelException {
    Cgroup a = test.cgroup("a");
    int row = record(a);
    weights.setDefault(Share.LEAF, a, 7);
    weights.setOverride(Share.LEAF, row, 300);
    test.v2().setSubtreeControl(test.v2().root(), 0, Controller.IO.bit());
    test.v2().setSubtreeControl(test.v2().root(), Controller.IO.bit(), 0);
    assertThat(record(a)).as("the row is used again").isEqualTo(row);
    assertThat(weights.weight(Share.LEAF, row)).isEqualTo(100);
  }
}
