package io.cglab.shell.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.core.Profile;
import io.cglab.shell.compare.ScenarioMachine.Built;
import io.cglab.shell.compare.ScenarioMachine.TickStart;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioMachineTest {
  /** With HZ=250, J(t0) = t0_tick / 4 and the phase within the tick is kept in us. */
  @ParameterizedTest
  @CsvSource({
    "1000, 4294687923, 301, 4294687523, 301, 400000000",
    "250, 4294687923, 301, 1073671880, 3301, 400000000",
    "100, 4294687923, 301, 429468752, 3301, 400000000"
  })
  void theTickCounterStandsWhereTheRecordSays(
      int hz, long t0Tick, long us, long j0, long usIntoTick, long leadNs) {
    TickStart start = TickStart.of(t0Tick, us, hz);

    assertThat(start).isEqualTo(new TickStart(j0, usIntoTick, leadNs));
    assertThat(start.j0() + leadNs / (1_000_000_000L / hz)).isEqualTo(t0Tick * hz / 1000);
  }

  @Test
  void eachDeviceIsADiskOfItsOwn() throws Exception {
    Scenario scenario = Samples.scenario(List.of(), List.of(), List.of(), List.of(), Map.of());

    Built built = ScenarioMachine.shipped().build(scenario, 250, 7L);

    JsonNode root = new YAMLMapper().readTree(built.yaml());
    assertThat(built.disks()).containsExactly("nullb0", "nullb1");
    assertThat(built.devices()).containsExactly("252:0", "252:1");
    assertThat(root.path("disks")).hasSize(2);
    assertThat(root.path("disks").path(1).path("name").asText()).isEqualTo("nullb1");
    assertThat(root.path("disks").path(1).path("params").path("completion_nsec").asLong())
        .isEqualTo(100_000);
    assertThat(root.path("disks").path(1).path("params").path("hw_queue_depth").asInt())
        .isEqualTo(64);
    assertThat(root.path("hz").asInt()).isEqualTo(250);
    assertThat(root.path("seed").asLong()).isEqualTo(7);
    assertThat(root.path("j0").asLong()).isEqualTo(1_073_671_880);
    assertThat(root.path("us_into_tick").asLong()).isEqualTo(3301);
    assertThat(built.t0Ns()).isEqualTo(400_000_000);
  }

  @Test
  void anotherKernelTakesThePlaceOfTheTemplates() throws Exception {
    Scenario scenario = Samples.scenario(List.of(), List.of(), List.of(), List.of(), Map.of());
    ScenarioMachine shipped = ScenarioMachine.shipped();

    Built built = shipped.withProfile(Profile.LINUX_4_19).build(scenario, null, null);

    assertThat(MachineSpec.parse(built.yaml(), "m").profile()).isEqualTo(Profile.LINUX_4_19);
    Built own = shipped.withProfile(null).build(scenario, null, null);
    assertThat(MachineSpec.parse(own.yaml(), "m").profile()).isEqualTo(Profile.LINUX_6_12);
  }

  @Test
  void aTemplateNeedsADisk() {
    assertThatThrownBy(() -> ScenarioMachine.parse("m.yaml", "hz: 1000\n"))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("m.yaml:1: disks: expected a disk");
    assertThatThrownBy(() -> ScenarioMachine.parse("m.yaml", "- a\n"))
        .hasMessageStartingWith("m.yaml:1: expected a mapping");
    assertThatThrownBy(() -> ScenarioMachine.parse("m.yaml", "a: [\n"))
        .hasMessageStartingWith("m.yaml:2: expected YAML");
  }
}
