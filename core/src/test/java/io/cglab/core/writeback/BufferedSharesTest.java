package io.cglab.core.writeback;

import static io.cglab.core.writeback.Writers.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.policy.iocost.CostModel;
import io.cglab.core.policy.iocost.QosParams;
import io.cglab.core.task.Run;
import org.junit.jupiter.api.Test;

/** Buffered writers of two cgroups share a disk by their weights (throttle-and-qos.md 6.6). */
class BufferedSharesTest {
  @Test
  void weightsOfIocostHoldForBufferedWriters() throws Exception {
    Writers w = Writers.v2();
    w.machine.dirty().setBytes(200 * MIB);
    w.machine.dirty().setBackgroundBytes(100 * MIB);
    long bps = 100 * MIB;
    w.machine
        .iocost()
        .settings()
        .setModel(w.disk, true, new CostModel(bps, 25_600, 25_600, bps, 25_600, 25_600));
    w.machine
        .iocost()
        .settings()
        .setQos(w.disk, true, true, new QosParams(0, 25_000, 0, 25_000, 1_000_000, 1_000_000));
    Cgroup a = w.cgroup("a");
    Cgroup b = w.cgroup("b");
    w.machine.iocost().weights().setDefault(a, 100);
    w.machine.iocost().weights().setDefault(b, 200);
    Run light = w.writer(a);
    Run heavy = w.writer(b);
    w.pass(40);
    long lightBefore = light.wroteBytes();
    long heavyBefore = heavy.wroteBytes();
    w.pass(60);
    double ratio = (double) (heavy.wroteBytes() - heavyBefore) / (light.wroteBytes() - lightBefore);
    assertThat(ratio).isCloseTo(2, within(0.2));
    double rate = (light.wroteBytes() - lightBefore + heavy.wroteBytes() - heavyBefore) / 60.0;
    assertThat(rate / bps).isCloseTo(1, within(0.1));
  }
}
