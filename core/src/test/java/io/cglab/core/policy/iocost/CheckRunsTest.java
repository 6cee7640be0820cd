package io.cglab.core.policy.iocost;

import static io.cglab.core.policy.iocost.CostMachine.MS;
import static io.cglab.core.policy.iocost.CostMachine.SECOND;
import static io.cglab.core.policy.iocost.CostMachine.ios;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.core.Costs;
import io.cglab.core.TestMachine;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The runs that throttle-and-qos.md 4.9 and 4.11 give numbers of. */
class CheckRunsTest {
  private static final long SSD_US = 25_000;

  /** 64 threads a group: steady over [1 s, 9 s), with the credit of the start over all of it. */
  @Test
  void sharesOfManyThreads() throws Exception {
    CostMachine c = CostMachine.ideal(50).pinned(SSD_US);
    List<Run> light = c.threads(c.cgroup("a", 100), 64);
    List<Run> heavy = c.threads(c.cgroup("b", 300), 64);
    c.advanceTo(SECOND);
    long light1 = ios(light);
    long heavy1 = ios(heavy);
    c.advanceTo(9 * SECOND);
    assertThat((ios(light) - light1) / 8.0).isCloseTo(2129.5, Percentage.withPercentage(0.05));
    assertThat((ios(heavy) - heavy1) / 8.0).isCloseTo(6388.5, Percentage.withPercentage(0.05));
    c.advanceTo(10 * SECOND);
    assertThat(ios(light) / 10.0).isCloseTo(2139.5, Percentage.withPercentage(0.1));
    assertThat(ios(heavy) / 10.0).isCloseTo(6404.4, Percentage.withPercentage(0.1));
    assertThat(c.hweight(c.m.cgroup("a"))).isEqualTo(0.25);
    assertThat(c.hweight(c.m.cgroup("b"))).isEqualTo(0.75);
  }

  @Test
  void sharesOfOneThreadEach() throws Exception {
    CostMachine c = CostMachine.ideal(50).pinned(SSD_US);
    List<Run> light = c.threads(c.cgroup("a", 100), 1);
    List<Run> heavy = c.threads(c.cgroup("b", 300), 1);
    c.advanceTo(10 * SECOND);
    assertThat(ios(light) / 10.0).isCloseTo(2134.8, Percentage.withPercentage(0.1));
    assertThat(ios(heavy) / 10.0).isCloseTo(6404.3, Percentage.withPercentage(0.1));
  }

  @Test
  void donation() throws Exception {
    CostMachine c = CostMachine.ideal(50).pinned(SSD_US);
    Cgroup a = c.cgroup("a", 100);
    Run light = c.m.start(a, c.reader().thinkNs(537_000));
    List<Run> heavy = c.threads(c.cgroup("b", 100), 64);
    for (long ms = 500; ms < 10_000; ms += 100) {
      c.advanceTo(ms * MS);
      assertThat(c.hweight(a)).as("at %d ms", ms).isBetween(0.1995, 0.2035);
    }
    c.advanceTo(10 * SECOND);
    assertThat(light.readIos() / 10.0).isCloseTo(1703.6, Percentage.withPercentage(0.1));
    assertThat(ios(heavy) / 10.0).isCloseTo(6825.3, Percentage.withPercentage(0.2));
    double usage = c.stat(c.m.v2().root()).usageUs() / 10e6;
    assertThat(usage).isCloseTo(1, within(0.01));
  }

  @Test
  void vrateRunsAwayFromADiskThatNeverSaturates() throws Exception {
    CostMachine c =
        CostMachine.ideal(50).qos(new QosParams(0, SSD_US, 0, SSD_US, 10_000, 100_000_000));
    List<Run> light = c.threads(c.cgroup("a", 100), 64);
    List<Run> heavy = c.threads(c.cgroup("b", 300), 64);
    c.advanceTo(200 * MS);
    long light1 = ios(light);
    long heavy1 = ios(heavy);
    c.advanceTo(1500 * MS);
    assertThat(c.vratePercent()).isEqualTo(142.95);
    assertThat(c.iocost().busyLevel(c.m.disk())).isEqualTo(-29);
    double ratio = (ios(light) - light1) / (double) (ios(heavy) - heavy1);
    assertThat(ratio).isCloseTo(1 / 3.0, within(0.001));
  }

  @Test
  void sizes() throws Exception {
    CostMachine c = CostMachine.ideal(50).pinned(SSD_US);
    List<Run> light = c.threads(c.cgroup("a", 100), 64);
    Run heavy =
        c.m.start(
            c.cgroup("b", 300),
            Job.direct(TestMachine.DEV).reads().blockSize(1 << 20).ioDepth(64).asyncIo(true));
    c.advanceTo(SECOND);
    long light1 = ios(light);
    long heavy1 = heavy.readIos();
    c.advanceTo(9 * SECOND);
    assertThat((ios(light) - light1) / 8.0).isCloseTo(2129.5, Percentage.withPercentage(0.1));
    // It reaps 63 at a time.
    assertThat((heavy.readIos() - heavy1) / 8.0).isCloseTo(333.4, within(63 / 8.0));
    c.advanceTo(41 * SECOND);
    assertThat((heavy.readIos() - heavy1) / 40.0).isCloseTo(333.4, within(63 / 40.0));
  }

  /**
   * 4.9: what goes idle leaves budget that is handed out twice where a period lasts twice as long.
   */
  @ParameterizedTest
  @CsvSource({"2045, 464, 5490, 5505", "4045, 241, 6700, 6720"})
  void lossCompensation(long pauseUs, long ofA, long leastOfB, long mostOfB) throws Exception {
    CostMachine c = CostMachine.with(Costs.RECORDED, 100, 64).model(CostMachine.FIVE_THOUSAND);
    c.pinned(0);
    // Of the pause, 56 us are the sleep's being late; B's rate beats with A's, by 1 % for 5 us.
    Run a = c.m.start(c.cgroup("a", 100), c.reader().thinkNs((pauseUs - 56) * 1_000));
    Run b = c.m.start(c.cgroup("b", 100), c.async(16));
    c.advanceTo(20 * SECOND);
    assertThat(a.readIos() / 20.0).isCloseTo(ofA, Percentage.withPercentage(0.5));
    assertThat(b.readIos() / 20.0).isBetween(leastOfB * 0.998, mostOfB * 1.002);
  }

  /** 4.7 step 7: with targets of 0 the busy level stays 0, and no bound is ever reached. */
  @ParameterizedTest
  @CsvSource({"50", "25"})
  void withoutTargetsVrateNeverMoves(int percent) throws Exception {
    CostMachine c = CostMachine.ideal(100).model(CostMachine.FIVE_THOUSAND);
    c.qos(new QosParams(0, 0, 0, 0, percent * 10_000, percent * 10_000));
    Run a = c.m.start(c.cgroup("a", 100), c.async(32));
    c.advanceTo(5 * SECOND);
    assertThat(c.vratePercent()).isEqualTo(100);
    assertThat(a.readIos() / 5.0).isCloseTo(5000, Percentage.withPercentage(0.5));
  }
}
