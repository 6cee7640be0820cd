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

/** A shell of the machine that runs the tests, to compare with. */
final class RealShell {
  /** A script of a resource, which a line {@code #### NAME} begins. */
  record Script(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  private RealShell() {}

  /** The scripts of a resource. */
  static List<Script> scripts(String resource) throws IOException {
    String all;
    try (InputStream in = RealShell.class.getResourceAsStream(resource)) {
      all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    List<Script> scripts = new ArrayList<>();
    for (String part : all.split("(?m)^#### ", -1)) {
      if (!part.isEmpty()) {
        int end = part.indexOf('\n');
        scripts.add(new Script(part.substring(0, end), part.substring(end + 1)));
      }
    }
    return scripts;
  }

  /** Runs a script here, behind {@code prologue}, and in the real shell; both do the same. */
  static void compare(Path shell, String prologue, Script script, Path directory)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(shell), "no " + shell + " to compare with");
    Path work = Files.createDirectory(directory.resolve("work"));
    Path file = directory.resolve("script");
    Files.writeString(file, script.text(), StandardCharsets.ISO_8859_1);
    ProcessBuilder builder = new ProcessBuilder(shell.toString(), file.toString());
    builder.environment().put("LC_ALL", "C");
    builder.directory(work.toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.redirectInput(new File("/dev/null"));
    Process real = builder.start();
    String expected = new String(real.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    int expectedStatus = real.waitFor();

    Scripts.Result result = Scripts.run(prologue + script.text());

    assertThat(result.out()).as("stdout; stderr was: %s", result.err()).isEqualTo(expected);
    assertThat(result.status())
        .as("status; stderr was: %s", result.err())
        .isEqualTo(expectedStatus);
  }
}
