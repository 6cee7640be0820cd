package io.cglab.cgroupfs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import java.nio.charset.StandardCharsets;

/**
 * Reads anything as a machine file: it is one, or one line says where it is not. {@code mvn -Pfuzz
 * -pl cgroupfs -am test -Dtest=MachineFileFuzzTest} searches.
 */
class MachineFileFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void isReadOrRefusedWithItsLine(byte[] input) {
    try {
      MachineSpec spec = MachineSpec.parse(new String(input, StandardCharsets.UTF_8), "m");
      assertThat(spec.config().hz()).isPositive();
    } catch (MalformedFileException refused) {
      assertThat(refused).message().matches("(?s)m:[0-9]+: .*expected .*");
    }
  }
}
