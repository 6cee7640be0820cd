package io.cglab.shell.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.machine.MalformedFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A comparison that cannot fail is worse than none: models that are nearly right are each put
 * outside by at least one scenario.
 */
class SensitivityTest {
  private static final String TEMPLATE =
      """
      %s
      mounts:
        - {type: cgroup2, on: /sys/fs/cgroup}
      disks:
        - {name: nullb0, dev: "252:0", size: 4G, model: fixed, max_sectors_kb: 127.5}
      """;

  private static ScenarioMachine machineWith(String setting) throws MalformedFileException {
    return ScenarioMachine.parse("test.yaml", TEMPLATE.formatted(setting));
  }

  /** The names of the throttle scenarios that are outside. */
  private static List<String> outside(
      ScenarioHost.Boot boot, ScenarioMachine machine, @Nullable Integer hz)
      throws MalformedFileException {
    var judge = new Judge(boot, machine, Tolerances.shipped(), hz, null);
    List<String> outside = new ArrayList<>();
    for (Scenario scenario : Measurements.scenarios()) {
      if (scenario.name().startsWith("throttle-")) {
        Verdict verdict = judge.judge(scenario);
        assertThat(verdict.missing()).isEmpty();
        if (!verdict.isWithin()) {
          outside.add(scenario.name());
        }
      }
    }
    return outside;
  }

  /** The yardstick of the others: the same template with nothing changed. */
  @Test
  void theModelItselfIsWithin() throws MalformedFileException {
    assertThat(outside(MachineHost::boot, machineWith("hz: 1000"), null)).isEmpty();
  }

  @Test
  void aPlainTokenBucketIsOutside() throws MalformedFileException {
    ScenarioHost.Boot withTokenBucket =
        (yaml, name) -> {
          MachineHost host = MachineHost.boot(yaml, name);
          host.machine().block().setThrottle(new TokenBucket(host.machine()));
          return host;
        };

    assertThat(outside(withTokenBucket, ScenarioMachine.shipped(), null))
        .contains("throttle-rbps-4k-qd1", "throttle-riops-qd32", "throttle-raise-with-carry");
  }

  @Test
  void slicesOfTwentyMsAreOutside() throws MalformedFileException {
    assertThat(outside(MachineHost::boot, machineWith("throttle_slice_ms: 20"), null))
        .contains("throttle-rbps-4k-qd1", "throttle-riops-qd32");
  }

  @Test
  void anotherTickRateIsOutside() throws MalformedFileException {
    assertThat(outside(MachineHost::boot, ScenarioMachine.shipped(), 250))
        .contains("throttle-rbps-4k-qd1");
  }

  @Test
  void timersWithoutAWheelAreOutside() throws MalformedFileException {
    assertThat(outside(MachineHost::boot, machineWith("coarse_timers: false"), null))
        .contains("throttle-rbps-4k-qd1", "throttle-riops-qd32");
  }
}
