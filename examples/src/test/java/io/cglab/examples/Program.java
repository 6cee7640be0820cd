package io.cglab.examples;

import io.cglab.shell.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Runs the command line program in this virtual machine. */
final class Program {
  /** What a run gave: stdout and stderr in one, as on a terminal. */
  record Outcome(int status, String output) {}

  private Program() {}

  static Outcome run(String input, String... args) {
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    var out = new ByteArrayOutputStream();
    int status = Main.run(in, out, out, args);
    return new Outcome(status, out.toString(StandardCharsets.UTF_8));
  }
}
