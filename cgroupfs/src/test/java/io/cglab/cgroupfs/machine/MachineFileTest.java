package io.cglab.cgroupfs.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineFileTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hz: 0                                                        | m:1: hz: expected
          hz: 1000;speed: 3                                            | m:2: speed: expected no such key
          disks:;  - {name: a, dev: "8:0", size: 1M};  - {name: a, dev: "8:1", size: 1M} | m:3: name: expected each name once
          disks:;  - {name: a, dev: "8:0", size: 1M};  - {name: b, dev: "8:0", size: 1M} | m:3: dev: expected each number once
          disks:;  - {name: a, dev: sda, size: 1M}                     | m:2: dev: expected a device number
          disks:;  - {name: a, dev: "8:0", size: big}                  | m:2: size: expected a size
          disks:;  - {name: a, dev: "8:0"}                             | m:2: disks: expected the key size
          mounts:;  - {type: cgroup2, on: here}                        | m:2: on: expected an absolute path
          profile: linux-9                                             | m:1: profile: expected one of
          """)
  void whatIsWrongIsNamedWithItsLine(String yaml, String message) {
    assertThatThrownBy(() -> MachineSpec.parse(yaml.replace(';', '\n'), "m"))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void theBuiltInMachinesAreWellFormed() {
    for (String name : MachineSpec.BUILT_IN) {
      assertThat(MachineSpec.named(name).config().disks()).isNotEmpty();
    }
  }
}
