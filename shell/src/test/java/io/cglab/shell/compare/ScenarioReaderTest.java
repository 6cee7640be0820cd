package io.cglab.shell.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.cgroupfs.machine.MalformedFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {
  private static final String GOOD =
      """
      [{"name": "s", "duration_ms": 200,
        "cgroups": [{"path": "p", "writes": [["io.max", "$DEV0 rbps=1"]]}, {"path": "p/a", "writes": []}],
        "jobs": [{"cgroup": "p/a", "rw": "randread", "bs": 4096, "iodepth": 1}],
        "devices": [{"completion_nsec": 100000, "hw_queue_depth": 64}],
        "events": [{"at_ms": 3, "cgroup": "p", "file": "io.max", "data": "$DEV0 rbps=2", "at_us_recorded": 2999},
                   {"at_ms": 2, "cgroup": "p", "file": "io.max", "data": "$DEV0 rbps=3"}],
        "kernel": {"t0_tick": 4294687923, "t0_us_into_tick": 301, "t0_ns": 1, "files": {"p/io.stat": ""},
          "jobs": [{"read_ios": 1, "write_ios": 2, "read_bytes": 4096, "write_bytes": 8192,
            "lat_us": {"mean": 1.5, "p50": 1, "p90": 2, "p99": 3, "max": 4},
            "first_completions_us": [1, 2, 2], "kib_per_100ms": [12, 0]}]}}]
      """;

  @Test
  void readsAScenario() throws MalformedFileException {
    Scenario s = ScenarioReader.read("f.json", GOOD).get(0);

    assertThat(s.groups()).extracting(Scenario.Group::path).containsExactly("p", "p/a");
    assertThat(s.jobs())
        .containsExactly(new Scenario.Job("p/a", 0, false, true, 4096, 1, 1, 0, 0, 200, 0));
    assertThat(s.events()).extracting(Scenario.Event::atUs).containsExactly(2000L, 2999L);
    assertThat(s.kernel().processes())
        .containsExactly(
            new Scenario.RecordedProcess(
                3, 12_288, new Latency(1.5, 1, 2, 3, 4), List.of(1L, 2L, 2L), List.of(12L, 0L)));
    assertThat(s.scheduler()).isNull();
  }

  @Test
  void readsAllOfTheRecord() throws MalformedFileException {
    assertThat(Measurements.scenarios()).hasSize(47);
    assertThat(Measurements.open()).hasSize(6);
    assertThat(Measurements.scenarios().stream().mapToInt(Scenario::processes).sum())
        .isEqualTo(169);
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "duration_ms": 200    | "duration": 200          | duration: expected no such key
          "duration_ms": 200,   | ``                       | duration_ms: expected this key, which is missing
          "duration_ms": 200    | "duration_ms": "200"     | duration_ms: expected a whole number, 1 to
          "duration_ms": 200    | "duration_ms": 0         | duration_ms: expected a whole number, 1 to
          "duration_ms": 200    | "duration_ms": 300       | kernel.jobs[0].kib_per_100ms: expected one entry a tenth
          "path": "p/a"         | "path": "q/a"            | cgroups[1].path: expected a cgroup whose parent
          "path": "p/a"         | "path": "p"              | cgroups[1].path: expected each cgroup once
          "path": "p/a"         | "path": "/p"             | cgroups[1].path: expected a path below the root
          ["io.max", "$DEV0 rbps=1"] | ["io.max"]          | cgroups[0].writes[0]: expected a list of two texts
          ["io.max", "$DEV0 rbps=1"] | ["io.max", 5]       | cgroups[0].writes[0][1]: expected a text
          "cgroup": "p/a"       | "cgroup": "b"            | jobs[0].cgroup: expected one of the cgroups p, p/a
          "randread"            | "trim"                   | jobs[0].rw: expected read, write
          "bs": 4096            | "bs": 4095               | jobs[0].bs: expected a multiple of 512
          "bs": 4096            | "bs": 4096, "dev": 1     | jobs[0].dev: expected a whole number, 0 to 0
          "iodepth": 1          | "iodepth": 1.5           | jobs[0].iodepth: expected a whole number
          "iodepth": 1          | "iodepth": 1, "numjobs": 2 | kernel.jobs: expected one entry a process, 2
          "hw_queue_depth": 64  | "hw_queue_depth": 0      | devices[0].hw_queue_depth: expected a whole number
          "file": "io.max", "data": "$DEV0 rbps=2" | "file": 1, "data": "" | events[0].file: expected a text
          "t0_us_into_tick": 301 | "t0_us_into_tick": 1000 | kernel.t0_us_into_tick: expected a whole number, 0 to 999
          "p50": 1,             | ``                       | kernel.jobs[0].lat_us.p50: expected this key
          "p50": 1              | "p50": "1"               | kernel.jobs[0].lat_us.p50: expected a number
          [1, 2, 2]             | [2, 1]                   | kernel.jobs[0].first_completions_us: expected at most 64 times in order
          "read_ios": 1         | "read_ios": -1           | kernel.jobs[0].read_ios: expected a whole number
          {"p/io.stat": ""}     | []                       | kernel.files: expected an object
          """)
  void whatIsNotAsExpectedIsNamed(String from, String to, String message) {
    String json = GOOD.replace(from, to);

    assertThat(json).isNotEqualTo(GOOD);
    assertThatThrownBy(() -> ScenarioReader.read("f.json", json))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("f.json: scenario s (entry 1): " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                 | f.json: expected a list of scenarios
          {}                 | f.json: expected a list of scenarios
          []                 | f.json: expected a list of scenarios
          [1]                | f.json: scenario without a name (entry 1): expected an object
          [{"name": 5}]      | f.json: scenario without a name (entry 1): cgroups: expected this key
          [{"a": 1, "a": 2}] | f.json: line 1: expected JSON: Duplicate field 'a'
          [1,                | f.json: line 1: expected JSON
          [] []              | f.json: line 1: expected JSON
          """)
  void whatIsNoListOfScenariosIsRefused(String json, String message) {
    assertThatThrownBy(() -> ScenarioReader.read("f.json", json))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aNameMayComeOnlyOnce() {
    String twice = GOOD.strip();
    twice = twice.substring(0, twice.length() - 1) + "," + twice.substring(1);
    String json = twice;

    assertThatThrownBy(() -> ScenarioReader.read("f.json", json))
        .hasMessage(
            "f.json: scenario s (entry 2): name: expected a name that no scenario above has");
  }
}
