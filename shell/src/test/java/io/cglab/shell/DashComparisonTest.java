package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts that need no cgroup print the same, and end with the same status, as in dash. */
class DashComparisonTest {
  private static final Path DASH = Path.of("/bin/dash");

  /** A script of the resource {@code dash.txt}, which a line {@code #### NAME} begins. */
  record Script(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Script> scripts() throws IOException {
    String all;
    try (InputStream in = DashComparisonTest.class.getResourceAsStream("dash.txt")) {
      all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    List<Script> scripts = new ArrayList<>();
    for (String part : all.split("(?m)^#### ", -1)) {
      if (!part.isEmpty()) {
        int end = part.indexOf('\n');
        scripts.add(new Script(part.substring(0, end), part.substring(end + 1)));
      }
    }
    assertThat(scripts).hasSizeGreaterThanOrEqualTo(40);
    return scripts.stream();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void saysWhatDashSays(Script script, @TempDir Path directory)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(DASH), "no dash to compare with");
    Path work = Files.createDirectory(directory.resolve("work"));
    Path file = directory.resolve("script");
    Files.writeString(file, script.text(), StandardCharsets.ISO_8859_1);
    ProcessBuilder builder = new ProcessBuilder(DASH.toString(), file.toString());
    builder.environment().put("LC_ALL", "C");
    builder.directory(work.toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.redirectInput(new File("/dev/null"));
    Process dash = builder.start();
    String expected = new String(dash.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    int expectedStatus = dash.waitFor();

    Scripts.Result result = Scripts.run("umask 022\n" + script.text());

    assertThat(result.out()).as("stdout; stderr was: %s", result.err()).isEqualTo(expected);
    assertThat(result.status())
        .as("status; stderr was: %s", result.err())
        .isEqualTo(expectedStatus);
  }
}
