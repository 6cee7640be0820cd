package io.cglab.cgroupfs.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files a kernel has by what it was built with (control-files.md 2.1, 2.2). */
class FeaturesTest {
  private static Set<String> files(FilesMachine machine) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String cgroup : new String[] {"", "a"}) {
      try (Stream<Path> entries = Files.list(machine.path(cgroup))) {
        entries
            .filter(Files::isRegularFile)
            .forEach(file -> names.add(machine.path("").relativize(file).toString()));
      }
    }
    return names;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          THROTTLE  | a/io.max
          IOLATENCY | a/io.latency
          IOCOST    | io.cost.qos io.cost.model a/io.weight
          IOPRIO    | io.prio.class a/io.prio.class
          BFQ       | a/io.bfq.weight
          FREEZER_V2     | a/cgroup.freeze
          KILL           | a/cgroup.kill
          CPU_STAT_LOCAL | cpu.stat.local a/cpu.stat.local
          ROOT_STAT      | cpu.stat io.stat
          PSI       | io.pressure memory.pressure cpu.pressure cgroup.pressure \
          a/io.pressure a/memory.pressure a/cpu.pressure a/cgroup.pressure
          """)
  void aKernelWithoutItLacksItsFiles(Feature feature, String lacking) throws IOException {
    try (var whole = new FilesMachine();
        var other = new FilesMachine(Set.of(feature))) {
      Set<String> missing = files(whole);
      missing.removeAll(files(other));
      assertThat(missing).containsExactlyInAnyOrder(lacking.split(" "));
      for (String file : missing) {
        assertThat(other.read(file)).isEqualTo("ENOENT");
      }
    }
  }

  @Test
  void modesFollowFromWhatCanBeDone() throws IOException {
    try (var machine = new FilesMachine()) {
      for (String file : files(machine)) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        String mode =
            PosixFilePermissions.toString(Files.getPosixFilePermissions(machine.path(file)));
        String expected =
            switch (name) {
              case "cgroup.kill" -> "-w-------";
              case "cgroup.controllers", "cgroup.events", "cgroup.stat" -> "r--r--r--";
              case "cpu.stat", "cpu.stat.local", "io.stat" -> "r--r--r--";
              default -> "rw-r--r--";
            };
        assertThat(mode).as(file).isEqualTo(expected);
      }
    }
  }
}
