package io.cglab.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that hold what is expected; {@code -Dgolden.update=true} rewrites them. */
final class Golden {
  private Golden() {}

  /** Compares a text with a file, byte for byte, or writes it there. */
  static void check(Path file, String text) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, text);
      return;
    }
    assertThat(Files.exists(file)).as(file + " is missing; -Dgolden.update=true makes it").isTrue();
    assertThat(text).as(file.toString()).isEqualTo(Files.readString(file));
  }
}
