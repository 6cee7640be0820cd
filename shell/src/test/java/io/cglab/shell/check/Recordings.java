package io.cglab.shell.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recorded transcripts among the test resources. */
final class Recordings {
  private Recordings() {}

  /** The directory {@code kernel} of the resources. */
  static Path directory() {
    URL url = Recordings.class.getResource("/kernel/transcripts/v2-tree.cgt");
    if (url == null) {
      throw new AssertionError("no recordings among the test resources");
    }
    try {
      return Path.of(url.toURI()).resolve("../..").normalize();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** All transcripts, the fuzzed ones too. */
  static List<Path> all() {
    try (Stream<Path> files = Files.walk(directory())) {
      return files.filter(file -> file.toString().endsWith(".cgt")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
