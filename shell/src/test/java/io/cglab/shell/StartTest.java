package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.shell.prompt.Pty;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a script must not wait for. */
class StartTest {
  @Test
  void aScriptLoadsNothingOfTheTerminal() throws Exception {
    List<String> command = new ArrayList<>(Pty.java("-verbose:class"));
    command.addAll(List.of("run", "-c", "echo done"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out).contains("\ndone\n").contains("io.cglab.shell.Shell ");
    assertThat(out).doesNotContain("org.jline.", "io.cglab.shell.prompt.");
  }
}
