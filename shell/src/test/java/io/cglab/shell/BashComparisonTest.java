package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts that use what bash has beyond POSIX print the same, and end with the same status. */
class BashComparisonTest {
  static List<RealShell.Script> scripts() throws IOException {
    List<RealShell.Script> scripts = RealShell.scripts("bash.txt");
    assertThat(scripts).hasSizeGreaterThanOrEqualTo(18);
    return scripts;
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void saysWhatBashSays(RealShell.Script script, @TempDir Path directory)
      throws IOException, InterruptedException {
    RealShell.compare(Path.of("/bin/bash"), "umask 022\n", script, directory);
  }
}
