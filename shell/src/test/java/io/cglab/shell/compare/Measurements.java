package io.cglab.shell.compare;

import io.cglab.cgroupfs.machine.MalformedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The measured scenarios among the test resources. */
final class Measurements {
  private Measurements() {}

  static List<Scenario> scenarios() throws MalformedFileException {
    return ScenarioReader.read("scenarios.json", text("scenarios.json"));
  }

  static List<Scenario> open() throws MalformedFileException {
    return ScenarioReader.read("open.json", text("open.json"));
  }

  private static String text(String name) {
    try (InputStream in = Measurements.class.getResourceAsStream("/kernel/measured/" + name)) {
      if (in == null) {
        throw new AssertionError("not among the test resources: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
