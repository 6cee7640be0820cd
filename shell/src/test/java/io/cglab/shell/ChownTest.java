package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code chown} on control files, by name and by number. */
class ChownTest {
  @ParameterizedTest
  @CsvSource({
    "user, user root 1000 0",
    "1000:1000, user user 1000 1000",
    "nobody:nogroup, nobody nobody 65534 65534",
    ":daemon, root daemon 0 1",
    "77, 77 root 77 0",
    "root, root root 0 0"
  })
  void anOwnerIsANameOrANumber(String owner, String is) {
    String text =
        "cd /sys/fs/cgroup; mkdir a; chown " + owner + " a/cgroup.procs && stat -c '%U %G %u %g' ";
    assertThat(Scripts.run(text + "a/cgroup.procs").out()).isEqualTo(is + "\n");
    assertThat(Scripts.run(text + "a").out()).isEqualTo("root root 0 0\n");
  }
}
