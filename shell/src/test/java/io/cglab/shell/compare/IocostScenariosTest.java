package io.cglab.shell.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.cgroupfs.machine.MalformedFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The open scenarios of iocost, and a model that is nearly right. */
class IocostScenariosTest {
  private static Verdict judge(ScenarioHost.Boot boot, List<Scenario> scenarios, String name)
      throws MalformedFileException {
    for (Scenario scenario : scenarios) {
      if (scenario.name().equals(name)) {
        Verdict verdict =
            new Judge(boot, ScenarioMachine.shipped(), Tolerances.shipped(), null, null)
                .judge(scenario);
        assertThat(verdict.missing()).isEmpty();
        return verdict;
      }
    }
    throw new AssertionError("no scenario " + name);
  }

  private static List<String> outside(ScenarioHost.Boot boot, String name)
      throws MalformedFileException {
    return judge(boot, Measurements.scenarios(), name).findings().stream()
        .map(Finding::toString)
        .toList();
  }

  /** Recorded without tolerances; the aim is 5 % of each job's I/Os, 1 % holds. */
  @ParameterizedTest
  @ValueSource(strings = {"iocost-vrate-pinned", "iocost-sizes"})
  void openOnesComeWithinTheirAim(String name) throws MalformedFileException {
    Comparison comparison = judge(MachineHost::boot, Measurements.open(), name).comparison();
    assertThat(comparison).isNotNull();
    for (Comparison.Proc proc : comparison.processes()) {
      double recorded = proc.recorded().ios();
      assertThat((double) proc.emulated().ios())
          .as("%s", proc.title())
          .isCloseTo(recorded, within(recorded * 0.01));
    }
  }

  /** Shares by weight alone: who pauses keeps what it does not use. */
  @Test
  void weightsWithoutDonationAreOutside() throws MalformedFileException {
    ScenarioHost.Boot withoutDonation =
        (yaml, name) -> {
          MachineHost host = MachineHost.boot(yaml, name);
          host.machine().iocost().setDonates(false);
          return host;
        };

    assertThat(outside(withoutDonation, "iocost-donation"))
        .anyMatch(finding -> finding.startsWith("ios: job 2 (b)"))
        .anyMatch(finding -> finding.startsWith("latency: job 2 (b)"));
    assertThat(outside(withoutDonation, "iocost-weights")).isEmpty();
  }
}
