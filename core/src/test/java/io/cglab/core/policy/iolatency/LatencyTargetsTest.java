package io.cglab.core.policy.iolatency;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Controller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyTargetsTest {
  private final TestMachine test = TestMachine.ideal(1000);
  private final LatencyTargets targets = test.machine.latencyTargets();

  private int record(String cgroup) throws KernelException {
    return test.machine.blkgs().obtain(test.cgroup(cgroup), test.disk());
  }

  @ParameterizedTest(name = "a target of {0} ns is measured over {1} ms")
  @CsvSource({
    "0, 100",
    "5000000, 100",
    "6250000, 100",
    "10000000, 160",
    "62500000, 1000",
    "75000000, 1000",
    "18446744073709551000, 1000",
    // 16 times this is 2^64, which the kernel counts as 0.
    "1152921504606846976, 100"
  })
  void window(String targetNs, long windowMs) throws KernelException {
    targets.activate(test.disk());
    int blkg = record("a");
    targets.setTarget(blkg, Long.parseUnsignedLong(targetNs));
    assertThat(targets.windowNs(blkg)).isEqualTo(windowMs * TestMachine.MS);
  }

  @Test
  void targetsGoWithTheController() throws KernelException {
    targets.activate(test.disk());
    int row = record("a");
    targets.setTarget(row, 5);
    test.v2().setSubtreeControl(test.v2().root(), 0, Controller.IO.bit());
    assertThat(targets.targetNs(row)).isEqualTo(LatencyTargets.NONE);
    assertThat(record("a")).as("the row is used again").isEqualTo(row);
    assertThat(targets.targetNs(row)).isEqualTo(LatencyTargets.NONE);
    assertThat(targets.isActive(test.disk())).isTrue();
  }
}
