package io.cglab.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.Op;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The null block device (schedulers-and-devices.md 5.3). */
class NullBlkTest {
  private static final long MS = 1_000_000;
  private static final long SECOND_NS = 1000 * MS;

  private static Device device(NullBlk model) {
    return model.device(TestMachine.disk("nullb0", TestMachine.DEV, model, 64, 255), 0, 1000);
  }

  private static TestMachine machine(NullBlk model, int depth) {
    return new TestMachine(
        MachineConfig.plain()
            .withCosts(Costs.NONE)
            .withDisks(List.of(TestMachine.disk("nullb0", TestMachine.DEV, model, depth, 255))));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 10000"})
  void onlyTheTimerTakesTime(int irqMode, long ns) {
    Device device = device(new NullBlk(irqMode, 10_000, 0));
    for (int i = 0; i < 100; i++) {
      assertThat(device.complete(Op.WRITE, 0, 255, 5)).isEqualTo(5 + ns);
    }
  }

  /**
   * 7 MiB/s are 7 · floor(2^20 / 50) = 7 · 20971 = 146797 bytes for each 20 ms. A request of 255
   * sectors is 130560 bytes, so 16237 are left: 31 sectors and a bit.
   */
  @Test
  void theBudgetIsFilledUpAndNotAddedTo() {
    NullBlk model = new NullBlk(2, 100, 7);
    assertThat(model.budgetBytes()).isEqualTo(146_797);
    Device device = device(model);
    assertThat(device.complete(Op.READ, 0, 255, 3 * MS)).isEqualTo(3 * MS + 100);
    assertThat(device.complete(Op.READ, 0, 31, 3 * MS)).isEqualTo(3 * MS + 100);
    assertThat(device.complete(Op.READ, 0, 1, 4 * MS)).isEqualTo(Device.BUSY);
    assertThat(device.retryNs(4 * MS)).isEqualTo(20 * MS);
    // Nothing of the unused budget of 20 to 60 ms is left.
    assertThat(device.complete(Op.READ, 0, 255, 60 * MS)).isEqualTo(60 * MS + 100);
    assertThat(device.complete(Op.READ, 0, 32, 60 * MS)).isEqualTo(Device.BUSY);
    assertThat(device.complete(Op.READ, 0, 1, 79 * MS)).as("stopped").isEqualTo(Device.BUSY);
    assertThat(device.retryNs(79 * MS)).isEqualTo(80 * MS);
    assertThat(device.complete(Op.READ, 0, 1, 80 * MS)).isEqualTo(80 * MS + 100);
  }

  @Test
  void aBandwidthThatTheLargestRequestNeverFitsIsRefused() {
    assertThat(NullBlk.leastMbps(255)).isEqualTo(7);
    assertThatThrownBy(() -> device(new NullBlk(1, 0, 6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("255 sectors");
  }

  @ParameterizedTest
  @CsvSource({
    "20, 4096, 1, 2", "20, 4096, 4, 1", "20, 4096, 64, 2", "20, 4096, 200, 1",
    "100, 4096, 1, 0", "100, 4096, 64, 1", "1000, 65536, 1, 1", "1000, 65536, 64, 2",
  })
  void theBandwidthIsThatOfMbps(int mbps, int bytes, int depth, int irqMode) throws Exception {
    NullBlk model = new NullBlk(irqMode, 10_000, mbps);
    TestMachine m = machine(model, 64);
    m.start(m.cgroup("a"), TestMachine.reads(bytes, depth));
    m.machine.advanceTo(SECOND_NS - 1);
    long done = m.disk().stats().sectors(DiskStats.READ) * 512;
    assertThat((double) done).isCloseTo(mbps * 1048576.0, withinPercentage(1));
    // To the byte: what fits into the budget, fifty times a second.
    assertThat(done).isEqualTo(50 * (model.budgetBytes() / bytes * bytes));
  }
}
