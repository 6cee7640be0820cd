package io.cglab.shell.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cglab.cgroupfs.machine.MalformedFileException;
import java.nio.charset.StandardCharsets;

/**
 * Reads anything as a file of scenarios: it is one, or one line says where it is not. {@code mvn
 * -Pfuzz -pl shell -am test -Dtest=ScenarioFuzzTest} searches.
 */
class ScenarioFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void isReadOrRefusedWithItsPlace(byte[] input) {
    try {
      assertThat(ScenarioReader.read("s", new String(input, StandardCharsets.UTF_8))).isNotEmpty();
    } catch (MalformedFileException refused) {
      assertThat(refused).message().startsWith("s:");
    }
  }
}
