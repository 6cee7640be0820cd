package io.cglab.shell.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cglab.cgroupfs.machine.MalformedFileException;
import java.nio.charset.StandardCharsets;

/**
 * Reads anything as a grid: it is one that can be counted, or one line says where it is not. {@code
 * mvn -Pfuzz -pl shell -am test -Dtest=GridFuzzTest} searches.
 */
class GridFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void isReadOrRefusedWithItsPlace(byte[] input) {
    try {
      SweepPlan plan =
          Planner.plan("g", new String(input, StandardCharsets.UTF_8), "s", "true", "").plan();
      assertThat(plan.cells()).isBetween(1, SweepPlan.CELLS_MAX);
      assertThat(plan.describe(plan.cell(plan.cells() - 1))).contains("seed");
    } catch (MalformedFileException refused) {
      assertThat(refused).message().matches("(?s)[^\n]*:[0-9]+: .*expected .*");
    }
  }
}
