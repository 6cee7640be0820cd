package io.cglab.shell.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.machine.MalformedFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The emulator against the kernel, each scenario at its recorded tick phase. */
class RecordedScenariosTest {
  private static final Judge JUDGE =
      new Judge(MachineHost::boot, ScenarioMachine.shipped(), Tolerances.shipped(), null, null);

  static List<String> names() throws MalformedFileException {
    return Measurements.scenarios().stream().map(Scenario::name).toList();
  }

  private static Verdict judge(String name) throws MalformedFileException {
    for (Scenario scenario : Measurements.scenarios()) {
      if (scenario.name().equals(name)) {
        return JUDGE.judge(scenario);
      }
    }
    throw new AssertionError("no scenario " + name);
  }

  @Test
  void allAreThere() throws MalformedFileException {
    assertThat(names()).hasSize(47);
  }

  @ParameterizedTest
  @MethodSource("names")
  void isWithinTolerance(String name) throws MalformedFileException {
    Verdict verdict = judge(name);

    assertThat(verdict.isWithin())
        .withFailMessage(() -> String.join("\n", Report.lines(verdict)))
        .isTrue();
  }

  @Test
  void aScenarioWithoutTolerancesIsOutsideAndSaysSo() throws MalformedFileException {
    Tolerances others =
        Tolerances.parse("t.yaml", "- {scenarios: [another], no_judgement: no matter}\n");
    Scenario scenario = Measurements.scenarios().get(0);

    Verdict verdict =
        new Judge(MachineHost::boot, ScenarioMachine.shipped(), others, null, null).judge(scenario);

    assertThat(verdict.isWithin()).isFalse();
    assertThat(verdict.missing()).contains("no tolerances for " + scenario.name());
  }
}
