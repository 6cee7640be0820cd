package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts that need no cgroup print the same, and end with the same status, as in dash. */
class DashComparisonTest {
  static List<RealShell.Script> scripts() throws IOException {
    List<RealShell.Script> scripts = RealShell.scripts("dash.txt");
    assertThat(scripts).hasSizeGreaterThanOrEqualTo(90);
    return scripts;
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void saysWhatDashSays(RealShell.Script script, @TempDir Path directory)
      throws IOException, InterruptedException {
    RealShell.compare(Path.of("/bin/dash"), "umask 022\nset -o posix\n", script, directory);
  }
}
